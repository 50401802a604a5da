// The site in Firefox: what readers do most. The rest is tested in Chromium.
//
// `FIREFOX` is the browser. It is driven over WebDriver BiDi, which it speaks itself; playwright-core drives a Firefox of its own
// making only.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { serve } from './serve.mjs';

let browser;
let host;

before(async () => {
    host = await serve(process.env.SITE);
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX, headless: true });
});

after(async () => {
    await browser?.close();
    host?.close();
});

/** Opens a page, and notes every error of its scripts. */
async function open(address) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    page.faults = [];
    page.on('pageerror', error => page.faults.push(String(error)));
    page.on('console', message => message.type() === 'error' && page.faults.push(message.text()));
    await page.goto(`${host.origin}/${address}`, { waitUntil: 'load' });
    return page;
}

async function close(page) {
    assert.deepEqual(page.faults, [], page.url());
    await page.close();
}

/** How many elements of a selector can be seen. */
const visible = (page, selector) => page.$$eval(selector, all => all.filter(one => one.checkVisibility()).length);

test('examples are tabs, and a link opens its tab', async () => {
    const page = await open('database/jsproxy-to-dict.html#many-rows');
    const selected = () => page.$eval('[role=tab][aria-selected=true]', tab => tab.textContent);
    assert.equal(await selected(), 'Many rows');
    await page.focus('[role=tab][aria-selected=true]');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await selected(), 'A single row');
    const panels = await page.$$eval('.gotcha-example', all => all.length);
    assert.equal(await page.$$eval('.gotcha-example[hidden=until-found]', all => all.length), panels - 1);
    await close(page);
});

test('the list is filtered, and heeds the target in the address', async () => {
    const page = await open('gotchas.html?runtime=pyodide-314&sdk=1.9.5');
    const all = await visible(page, 'main tr:has(.gotcha-facts)');
    const dimmed = await visible(page, '.gotcha-elsewhere');
    assert.ok(dimmed > 0);
    await page.click('[name=only]');
    assert.equal(await visible(page, 'main tr:has(.gotcha-facts)'), all - dimmed);
    await page.type('[name=q]', 'bytes');
    assert.equal(await visible(page, 'main tr:has(.gotcha-facts)'), 1);
    assert.match(page.url(), /q=bytes/);
    await close(page);
});

test('a pasted wrangler file chooses the target', async () => {
    const page = await open('checklist.html');
    await page.click('.gotcha-target');
    await page.click('.gotcha-dialog summary');
    await page.type('[name=wrangler]', 'compatibility_date = "2026-10-01"');
    await page.click('.gotcha-dialog .use');
    assert.equal(await page.$eval('.gotcha-target', one => one.textContent), 'Pyodide 314, SDK 1.9.5');
    assert.ok(await visible(page, '.gotcha-elsewhere') > 0);
    await close(page);
});

test('the search answers, and ticks stay', async () => {
    const page = await open('checklist.html');
    await page.click('main li input[type=checkbox]');
    await page.reload({ waitUntil: 'load' });
    assert.equal(await page.$eval('main li input[type=checkbox]', box => box.checked), true);
    await page.keyboard.press('/');
    await page.keyboard.type('JsProxy dict');
    await page.waitForSelector('#mdbook-searchresults a');
    await close(page);
});
