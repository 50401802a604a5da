// What must hold on every page, whatever it is about.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { close, host, KINDS, open, pages, SHOTS, violations } from './support.mjs';

const WIDTHS = [360, 768, 1280, 1920];

for (const colorScheme of ['light', 'dark']) {
    test(`every kind of page is accessible and breaks no rule of its policy (${colorScheme})`, async () => {
        // Dimmed text has to be readable too.
        for (const kind of [...KINDS, 'gotchas.html?runtime=pyodide-314&sdk=1.9.5', 'database/jsproxy-to-dict.html?sdk=1.9.5']) {
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

test('everything can be read without JavaScript', async () => {
    const page = await open('database/jsproxy-to-dict.html', { javaScriptEnabled: false });
    assert.equal(await page.locator('.gotcha-pair').first().isVisible(), true);
    await page.locator('.gotcha-evidence summary').first().click();
    assert.ok(await page.locator('.gotcha-evidence pre').first().isVisible());
    await page.goto(`${host.origin}/gotchas.html`);
    assert.ok(await page.locator('main td a').count() >= 15);
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
