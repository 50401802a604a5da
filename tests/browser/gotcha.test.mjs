// The page of a gotcha: its snippets and what is done with them, its tabs, its links.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIPBOARD, close, copied, host, open } from './support.mjs';

const PAGE = 'database/jsproxy-to-dict.html';
const tabs = page => page.getByRole('tab');
const selected = page => page.getByRole('tab', { selected: true });

test('what is copied is the code, without what the checker says', async () => {
    const page = await open(PAGE, CLIPBOARD);
    const wrong = page.locator('.gotcha-side.wrong pre').first();
    await wrong.locator('.clip-button').click();
    const text = await copied(page);
    assert.match(text, /return dict\(row\)/);
    assert.doesNotMatch(text, /CFW|▲|# gotcha/);
    assert.doesNotMatch(text, /\n\n\n\n/);
    const said = await wrong.locator('.flagged').first().evaluate(line => getComputedStyle(line, '::after').content);
    assert.match(said, /▲.*CFW403/);
    await close(page);
});

test('what is copied leaves out the lines that readers do not see', async () => {
    let seen = 0;
    for (const name of [PAGE, 'time/monotonic-clock.html', 'database/d1-none-param.html']) {
        const page = await open(name, CLIPBOARD);
        for (const tab of await tabs(page).all()) {
            await tab.click();
            for (const code of await page.locator('.gotcha-side pre:has(.boring):visible').all()) {
                const hidden = (await code.locator('.boring').allTextContents()).join('').split('\n').filter(line => line.trim());
                await code.locator('.clip-button').click();
                const text = await copied(page);
                assert.ok(text.trim().length > 0);
                // The same line may stand among those that are shown.
                const shown = (await code.innerText()).split('\n').map(line => line.trim());
                hidden.filter(line => !shown.includes(line.trim()))
                    .forEach(line => assert.ok(!text.split('\n').includes(line), `${name}: ${line} in ${text}`));
                seen += 1;
            }
        }
        await close(page);
    }
    assert.ok(seen > 0, 'no snippet has hidden lines');
});

test('wrong and right stand side by side from 1,000 px, stacked below', async () => {
    for (const [width, beside] of [[999, false], [1000, true], [1280, true]]) {
        const page = await open(PAGE, { viewport: { width, height: 900 } });
        const [wrong, right] = await Promise.all(['wrong', 'right'].map(side =>
            page.locator(`.gotcha-side.${side}`).first().boundingBox()));
        assert.equal(wrong.y === right.y, beside, `${width}`);
        assert.equal(wrong.x === right.x, !beside, `${width}`);
        await close(page);
    }
});

test('examples are tabs, by mouse and by keyboard', async () => {
    const page = await open(PAGE);
    const panels = page.locator('.gotcha-example');
    const all = await tabs(page).count();
    assert.equal(all, await panels.count());
    assert.equal(await selected(page).innerText(), 'A single row');
    assert.equal(await page.locator('[role=tabpanel]:not([hidden])').count(), 1);
    await tabs(page).nth(1).click();
    assert.equal(await selected(page).innerText(), 'Many rows');
    assert.match(page.url(), /#many-rows$/);
    assert.equal(await panels.nth(0).locator('.gotcha-pair').isVisible(), false);
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'One column of a row');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    assert.equal(await selected(page).innerText(), 'A single row');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await selected(page).innerText(), 'Common patterns to fix');
    await page.keyboard.press('Home');
    assert.equal(await selected(page).innerText(), 'A single row');
    assert.match(page.url(), /jsproxy-to-dict\.html#a-single-row$/, 'the arrows turned a page of the book');
    // Only the chosen tab is a stop of the Tab key.
    assert.deepEqual(await tabs(page).evaluateAll(tabs => tabs.filter(tab => tab.tabIndex === 0).length), 1);
    await close(page);
});

test('a link to an example opens its tab, and so does finding text in it', async () => {
    const page = await open(`${PAGE}#a-row-as-json`);
    assert.equal(await selected(page).innerText(), 'A row as JSON');
    await page.evaluate(() => { location.hash = '#many-rows'; });
    await page.waitForFunction(() => document.querySelector('[aria-selected=true]').textContent === 'Many rows');
    // What the browser does when text is found in a panel that is hidden until then.
    assert.equal(await page.locator('.gotcha-example').nth(2).getAttribute('hidden'), 'until-found');
    // The browser finds the text of a link as it finds what is searched for in the page.
    await page.goto('about:blank');
    await page.goto(`${host.origin}/${PAGE}#:~:text=${encodeURIComponent('json.dumps(row.to_py()')}`);
    await page.waitForFunction(() => document.querySelector('[aria-selected=true]').textContent === 'A row as JSON');
    assert.equal(await selected(page).innerText(), 'A row as JSON');
    await close(page);
});

test('on paper and without a script all examples are there, in a row', async () => {
    const page = await open(PAGE);
    await page.emulateMedia({ media: 'print' });
    const pairs = page.locator('.gotcha-pair');
    const all = await pairs.count();
    assert.equal(await pairs.filter({ visible: true }).count(), all);
    assert.equal(await page.locator('.gotcha-tabs').isVisible(), false);
    await close(page);
    const plain = await open(PAGE, { javaScriptEnabled: false });
    assert.equal(await plain.locator('.gotcha-pair').filter({ visible: true }).count(), all);
    await plain.locator('.gotcha-tabs a').nth(2).click();
    assert.match(plain.url(), /#one-column-of-a-row$/);
    await close(plain);
});

test('what happened when it ran is a table whose outcomes unfold, word for word', async () => {
    const page = await open('cookies/multiple-set-cookie.html');
    const table = page.locator('.gotcha-evidence').first();
    assert.deepEqual(await table.locator('thead th').allInnerTexts(), ['Code', 'On', 'Outcome']);
    const details = table.locator('details').first();
    assert.equal(await details.locator('pre').isVisible(), false);
    await details.locator('summary').click();
    assert.match(await details.locator('pre').innerText(), /^response: 200\n[^]*\n  set-cookie: /);
    await close(page);
});

test('every heading has a permalink, and the page leads on and to its source', async () => {
    const page = await open(PAGE);
    const without = await page.locator('main :is(h1, h2, h3, h4)').evaluateAll(all => all
        .filter(one => !one.id || one.querySelector('a.header')?.hash !== `#${one.id}`).map(one => one.textContent));
    assert.deepEqual(without, []);
    const ids = await page.locator('[id]').evaluateAll(all => all.map(one => one.id));
    assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), [], 'ids that are there twice');
    const follow = rel => page.locator(`.nav-wrapper a[rel~="${rel}"]`).getAttribute('href');
    assert.equal(await follow('prev'), '../database/blocking-database-call.html');
    assert.equal(await follow('next'), '../database/d1-none-param.html');
    assert.match(await page.locator('a:has(#git-edit-button), a[aria-label="Suggest an edit"]').first().getAttribute('href'),
        /gotchas\/database\/jsproxy-to-dict\.yaml$/);
    const headings = await page.locator('main h2').allInnerTexts();
    for (const wanted of ['Affected runtimes', 'How to suppress', 'History']) {
        assert.ok(headings.includes(wanted), wanted);
    }
    await close(page);
});

test('a gotcha that was fixed says in what, and every one since when', async () => {
    const page = await open('cookies/multiple-set-cookie.html');
    assert.match(await page.locator('main').innerText(), /Since 0\.1\.0 \(2026-11-23\)\s+Fixed in workers-runtime-sdk 1\.6\.13; the copy inside workerd still has it/);
    await page.goto(`${host.origin}/asgi-middleware/async-db-in-middleware.html`);
    assert.match(await page.locator('main').innerText(), /Fixed in every release of workers-runtime-sdk; the copy inside workerd/);
    await close(page);
});
