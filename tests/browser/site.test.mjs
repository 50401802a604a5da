// The built site in Chromium: what readers do with it, and what must never happen on any page.
//
// `SITE` is the folder of the built pages, `CHROMIUM` the browser, `SHOTS` a folder for screenshots and prints.

import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { SHOTS, Visit, close, violations } from './support.mjs';

const SITE = process.env.SITE;
/** A page of each kind. */
const KINDS = ['', 'gotchas.html', 'checklist.html', 'error-messages.html', 'runtimes.html', 'database/index.html',
    'database/jsproxy-to-dict.html', 'cookies/multiple-set-cookie.html', 'using-the-checker.html', '404.html'];
const WIDTHS = [360, 768, 1280, 1920];

let host;

before(async () => {
    host = await Visit.start(SITE);
});

after(() => host?.end());

const open = (address, options) => host.open(address, options);

for (const colorScheme of ['light', 'dark']) {
    test(`every kind of page is accessible and breaks no rule of its policy (${colorScheme})`, async () => {
        for (const kind of KINDS) {
            const page = await open(kind, { colorScheme });
            assert.equal(await page.locator('meta[http-equiv=Content-Security-Policy]').count(), 1);
            await page.locator('main details').evaluateAll(all => all.forEach(one => { one.open = true; }));
            const found = (await violations(page)).map(one => `${kind}: ${one}`);
            assert.deepEqual(found, []);
            await close(page);
        }
    });
}

test('no page scrolls sideways, from phones to wide screens', async () => {
    for (const kind of KINDS) {
        for (const width of WIDTHS) {
            const page = await open(kind, { viewport: { width, height: 900 } });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${kind} is ${wide} px too wide at ${width} px`);
            const name = kind.replaceAll('/', '_').replace('.html', '') || 'introduction';
            await page.screenshot({ path: path.join(SHOTS, `${name}-${width}.png`), fullPage: true });
            await close(page);
        }
    }
});

test('the list of gotchas is filtered, and the address keeps the filter', async () => {
    const page = await open('gotchas.html');
    const rows = page.locator('main tr:has(.gotcha-facts):visible');
    const all = await rows.count();
    await page.getByLabel('Filter', { exact: true }).fill('cookie');
    assert.equal(await rows.count(), 1);
    assert.match(await page.locator('.gotcha-count').innerText(), new RegExp(`^1 of ${all} gotchas$`));
    await page.reload();
    assert.equal(await rows.count(), 1);
    await page.getByLabel('Filter', { exact: true }).fill('');
    await page.getByLabel('Category').selectOption('database');
    await page.getByLabel('Severity').selectOption('error');
    const errors = await rows.count();
    assert.ok(errors > 1 && errors < all);
    assert.match(page.url(), /category=database.*severity=error/);
    assert.equal(await page.locator('main h2:visible').count(), 1);
    await page.getByLabel('Fixable').check();
    assert.ok(await rows.count() < errors);
    await close(page);
});

test('a runtime is chosen once, and every page heeds it', async () => {
    const page = await open('checklist.html');
    const dimmed = page.locator('main .gotcha-elsewhere');
    assert.equal(await dimmed.count(), 0);
    await page.getByRole('button', { name: 'wrangler…' }).click();
    const text = page.getByLabel(/^Paste wrangler/);
    await text.fill('{ "name": "x" }');
    assert.equal(await page.locator('dialog [role=status]').innerText(), 'There is no compatibility_date in it.');
    const cases = [
        ['compatibility_date = "2025-09-28"', 'pyodide-0.26'],
        ['compatibility_date = "2025-09-29"', 'pyodide-0.28'],
        ['{ "compatibility_date": "2026-09-08", // new\n "compatibility_flags": ["python_workers"] }', 'pyodide-314'],
        ['compatibility_date = "2026-09-08"\ncompatibility_flags = ["no_python_workers_314"]', 'pyodide-0.28'],
        ['compatibility_date = "2025-01-01"\ncompatibility_flags = ["python_workers_20250116"]', 'pyodide-0.28'],
    ];
    for (const [file, id] of cases) {
        await text.fill(file);
        assert.match(await page.locator('dialog [role=status]').innerText(), new RegExp(`^${id}, by`), file);
    }
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.waitForURL(/runtime=pyodide-0\.28/);
    assert.equal(await page.getByLabel('Runtime', { exact: true }).inputValue(), 'pyodide-0.28');
    // It stays on the next page, and is taken from an address that somebody shared.
    await page.goto(`${host.origin}/database/jsproxy-to-dict.html`);
    assert.match(await page.locator('.gotcha-banner').innerText(), /pyodide-0\.28/);
    await page.goto(`${host.origin}/runtimes.html?runtime=pyodide-314`);
    assert.equal(await page.getByLabel('Runtime', { exact: true }).inputValue(), 'pyodide-314');
    const expected = await page.locator('main .gotcha-facts').evaluateAll(facts =>
        facts.filter(one => !one.dataset.runtimes.split(' ').includes('pyodide-314')).length);
    assert.equal(await dimmed.count(), expected);
    await close(page);
});

test('a pasted traceback finds its message', async () => {
    const page = await open('error-messages.html');
    const items = page.locator('main li:has(.gotcha-facts):visible');
    const all = await items.count();
    await page.getByLabel(/^Paste your error/).fill('Traceback (most recent call last):\n  File "/session/metadata/entry.py", line 9\n'
        + "TypeError: 'pyodide.ffi.JsProxy' object is not iterable");
    assert.ok(await items.count() < all);
    assert.match(await items.first().innerText(), /JsProxy' object is not iterable[^]*CFW403/);
    await page.getByLabel(/^Paste your error/).fill('quux');
    assert.equal(await items.count(), 0);
    assert.match(await page.locator('.gotcha-count').innerText(), /^No message fits/);
    await close(page);
});

test('ticks stay, and the checklist is copied as Markdown', async () => {
    const page = await open('checklist.html', { permissions: ['clipboard-read', 'clipboard-write'] });
    const boxes = page.locator('main li input[type=checkbox]');
    await boxes.first().check();
    await page.reload();
    assert.equal(await boxes.first().isChecked(), true);
    assert.match(await page.locator('.gotcha-actions [role=status]').innerText(), /^1 of \d+ done$/);
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const lines = copied.split('\n').filter(line => line.startsWith('- ['));
    assert.equal(lines.length, await boxes.count());
    assert.match(lines[0], /^- \[x\] Convert dicts with to_js.* \(\[CFW001\]\(http.*\)\)$/);
    await page.getByRole('button', { name: 'Clear' }).click();
    assert.equal(await boxes.first().isChecked(), false);
    await close(page);
});

test('what is copied is the code, without what the checker says', async () => {
    const page = await open('database/jsproxy-to-dict.html', { permissions: ['clipboard-read', 'clipboard-write'] });
    const wrong = page.locator('.gotcha-side.wrong pre').first();
    await wrong.hover();
    await wrong.locator('.clip-button').click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /return dict\(row\)/);
    assert.doesNotMatch(copied, /CFW|▲/);
    const said = await wrong.locator('.flagged').first().evaluate(line => getComputedStyle(line, '::after').content);
    assert.match(said, /▲.*CFW403/);
    await close(page);
});

test('from the front page to a copied snippet by keyboard alone', async () => {
    const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.keyboard.press('/');
    await page.keyboard.type('JsProxy dict');
    await page.locator('#mdbook-searchresults a').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.gotcha-pair').first().waitFor();
    await page.waitForLoadState('load');
    const isCopy = () => page.evaluate(() => document.activeElement?.classList.contains('clip-button')
        && document.activeElement.closest('.gotcha-side.right') !== null);
    for (let steps = 0; steps < 300 && !await isCopy(); steps += 1) {
        await page.keyboard.press('Tab');
    }
    assert.ok(await isCopy(), 'no button to copy the right code was reached');
    await page.keyboard.press('Enter');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /def |import /);
    await close(page);
});

test('everything can be read without JavaScript', async () => {
    const page = await open('database/jsproxy-to-dict.html', { javaScriptEnabled: false });
    assert.equal(await page.locator('.gotcha-pair').first().isVisible(), true);
    await page.locator('.gotcha-evidence summary').first().click();
    assert.ok(await page.locator('.gotcha-evidence pre').first().isVisible());
    await page.goto(`${host.origin}/gotchas.html`);
    assert.ok(await page.locator('main td a').count() >= 15);
    await close(page);
});

test('codes lead to their pages, and what is missing says so', async () => {
    const page = await open('CFW403');
    await page.waitForURL('**/database/jsproxy-to-dict.html');
    await close(page);
    const lost = await open('nowhere/at/all');
    assert.match(await lost.locator('main').innerText(), /not found/i);
    assert.equal(await lost.locator('#mdbook-search-toggle').count(), 1);
    lost.faults.splice(0, 1);
    await close(lost);
});

/** All pages, as paths from the root of the site. */
function pages(folder = '') {
    return readdirSync(path.join(SITE, folder), { withFileTypes: true }).flatMap(entry => {
        const name = path.posix.join(folder, entry.name);
        return entry.isDirectory() ? pages(name) : name.endsWith('.html') ? [name] : [];
    });
}

test('every link within the site and every anchor is there', async () => {
    const page = await open('');
    const missing = await page.evaluate(async all => {
        const documents = new Map();
        const load = async url => {
            if (!documents.has(url)) {
                const response = await fetch(url);
                const html = response.headers.get('content-type').startsWith('text/html');
                documents.set(url, response.ok && (html
                    ? new DOMParser().parseFromString(await response.text(), 'text/html') : true));
            }
            return documents.get(url);
        };
        const missing = [];
        for (const name of all) {
            const from = new URL(name, location.origin + '/');
            const parsed = await load(from.href);
            for (const element of parsed.querySelectorAll('a[href], link[href], script[src], img[src]')) {
                const attribute = element.getAttribute('href') ?? element.getAttribute('src');
                const base = parsed.querySelector('base')?.getAttribute('href') ?? from;
                const to = new URL(attribute, new URL(base, from));
                if (to.origin !== location.origin) {
                    continue;
                }
                // On the page for what is missing mdBook's own headings lead to the front page.
                if (name === '404.html' && attribute.startsWith('#')) {
                    continue;
                }
                const anchor = decodeURIComponent(to.hash.slice(1));
                to.hash = '';
                const target = await load(to.href);
                if (!target || (anchor && target !== true && !target.getElementById(anchor))) {
                    missing.push(`${name} → ${attribute}`);
                }
            }
        }
        return missing;
    }, pages().filter(name => !['print.html', 'toc.html'].includes(name)));
    assert.deepEqual(missing, []);
    await close(page);
});

test('a page and the checklist print', async () => {
    for (const name of ['database/jsproxy-to-dict', 'checklist']) {
        const page = await open(`${name}.html`);
        const pdf = await page.pdf({ format: 'A4' });
        writeFileSync(path.join(SHOTS, `${path.basename(name)}.pdf`), pdf);
        assert.ok(pdf.length > 10_000);
        await close(page);
    }
});
