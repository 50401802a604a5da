// The control in the header that dims what does not bite on the reader's target.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { close, host, open } from './support.mjs';

const CASES = JSON.parse(readFileSync(new URL('targets.json', import.meta.url), 'utf8'));
const control = page => page.getByRole('button', { name: /^Runtime: / });
const dimmed = page => page.locator('main .gotcha-elsewhere');

/** Opens the dialog of the control. */
async function dialog(page) {
    await control(page).click();
    return page.getByRole('dialog', { name: 'Your runtime' });
}

/** What is chosen in the dialog, as the checker names it. */
async function chosen(box) {
    const [runtime, sdk] = [await box.locator('[name=runtime]').inputValue(), await box.locator('[name=sdk]').inputValue()];
    return `${runtime} with ${sdk === 'bundled' ? 'the bundled SDK' : `SDK ${sdk}`}`;
}

test('pasted files mean the target that the checker finds', async () => {
    const page = await open('checklist.html');
    const box = await dialog(page);
    await box.getByText('Read it from your files').click();
    const [wrangler, lock] = [box.getByLabel(/^Paste wrangler/), box.getByLabel(/^Paste uv.lock/)];
    for (const one of CASES) {
        await lock.fill(one.lock ?? '');
        await wrangler.fill(one.wrangler);
        const environment = box.locator('[name=environment]');
        if (one.environment !== undefined && await environment.isVisible()) {
            await environment.selectOption(one.environment);
        }
        assert.equal(await chosen(box), one.target, JSON.stringify(one));
    }
    await close(page);
});

test('files that say nothing say so', async () => {
    const page = await open('');
    const box = await dialog(page);
    await box.getByText('Read it from your files').click();
    const [wrangler, lock] = [box.getByLabel(/^Paste wrangler/), box.getByLabel(/^Paste uv.lock/)];
    const said = () => box.getByRole('status').innerText();
    assert.equal(await box.locator('.environment').isVisible(), false);
    await wrangler.fill('{ "name": "x" }');
    assert.equal(await said(), 'There is no compatibility_date in it.');
    await wrangler.fill('{ "compatibility_date": ');
    assert.match(await said(), /^This is no JSON: /);
    await wrangler.fill('compatibility_date = "2026-09-08"');
    await lock.fill('idna==3.1');
    assert.match(await said(), /^pyodide-314 .* by 2026-09-08\. The other file names neither workers-runtime-sdk nor workers-py\.$/);
    await close(page);
});

test('a target is chosen once, and every page heeds it', async () => {
    const page = await open('checklist.html');
    assert.equal(await dimmed(page).count(), 0);
    assert.equal(await control(page).innerText(), 'Any runtime');
    const box = await dialog(page);
    await box.getByLabel('Compatibility date').fill('2026-10-01');
    assert.equal(await chosen(box), 'pyodide-314 with SDK 1.9.5');
    assert.match(await box.getByRole('status').innerText(), /wrapped bindings/);
    await box.locator('[name=sdk]').selectOption('1.6.12');
    await box.getByRole('button', { name: 'Use it' }).click();
    await page.waitForURL(/runtime=pyodide-314&sdk=1\.6\.12/);
    assert.equal(await control(page).innerText(), 'Pyodide 314, SDK 1.6.12');
    // The list, the categories, the matrix, the messages and what changed: each dims what its data says.
    for (const kind of ['checklist.html', 'gotchas.html', 'database/index.html', 'runtimes.html', 'error-messages.html', 'changes.html']) {
        await page.goto(`${host.origin}/${kind}`);
        const expected = await page.locator('main .gotcha-facts').evaluateAll(all =>
            all.filter(one => one.dataset.bites.split(' ')[2][2] === '-').length);
        assert.ok(expected > 0, kind);
        assert.equal(await dimmed(page).count(), expected, kind);
    }
    await page.goto(`${host.origin}/database/jsproxy-to-dict.html`);
    assert.equal(await page.locator('.gotcha-banner').innerText(),
        'Does not bite here: pyodide-314 with SDK 1.6.12, wrapped bindings.');
    await page.goto(`${host.origin}/cookies/multiple-set-cookie.html`);
    assert.equal(await page.locator('.gotcha-banner').innerText(),
        'Bites here, as an error: pyodide-314 with SDK 1.6.12, wrapped bindings.');
    await close(page);
});

test('a target is taken from an address that somebody shared, and nonsense is not', async () => {
    const page = await open('gotchas.html?runtime=pyodide-0.28&sdk=bundled');
    assert.equal(await control(page).innerText(), 'Pyodide 0.28, bundled SDK');
    assert.equal(await dimmed(page).count(), 0);
    await page.goto(`${host.origin}/gotchas.html?runtime=pyodide-7&sdk=newest`);
    assert.equal(await control(page).innerText(), 'Any runtime');
    await page.goto(`${host.origin}/gotchas.html?sdk=1.7.0`);
    assert.equal(await control(page).innerText(), 'SDK 1.7.0');
    assert.ok(await dimmed(page).count() > 0);
    const box = await dialog(page);
    assert.equal(await box.locator('[name=sdk]').inputValue(), '1.7.0');
    await box.getByRole('button', { name: 'Any runtime' }).click();
    assert.equal(await dimmed(page).count(), 0);
    assert.doesNotMatch(page.url(), /sdk=/);
    await close(page);
});

test('the list shows what bites on the target alone', async () => {
    const page = await open('gotchas.html?runtime=pyodide-314&sdk=1.9.5');
    const rows = page.locator('main tr:has(.gotcha-facts):visible');
    const all = await rows.count();
    const elsewhere = await dimmed(page).count();
    await page.getByLabel('Only on my runtime').check();
    assert.equal(await rows.count(), all - elsewhere);
    assert.equal(await dimmed(page).filter({ visible: true }).count(), 0);
    await close(page);
});

test('the dialog takes the keyboard and gives it back', async () => {
    const page = await open('gotchas.html');
    await control(page).focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.name), 'runtime');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.className), 'gotcha-target');
    assert.equal(await control(page).innerText(), 'Any runtime');
    await close(page);
});
