// Finding a page: the search of the book, addresses of codes, the page for what is missing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIPBOARD, close, copied, open } from './support.mjs';

test('from the front page to a copied snippet by keyboard alone', async () => {
    const page = await open('', CLIPBOARD);
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
    const text = await copied(page);
    assert.match(text, /def |import /);
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

test('both keys open the one search box, and the page for what is missing has it too', async () => {
    for (const address of ['gotchas.html', 'database/jsproxy-to-dict.html', 'nowhere/at/all']) {
        for (const key of ['/', 's']) {
            const page = await open(address);
            await page.keyboard.press(key);
            await page.keyboard.type('cookie');
            await page.locator('#mdbook-searchresults a').first().waitFor();
            assert.equal(await page.locator('#mdbook-searchbar').count(), 1);
            const target = await page.locator('#mdbook-searchresults a').evaluateAll(all => all.map(one => one.href));
            assert.ok(target.some(href => href.includes('/cookies/multiple-set-cookie.html')), `${address}: ${target}`);
            // That the page itself is missing is the one fault there may be.
            page.faults.splice(0, address.startsWith('nowhere') ? 1 : 0);
            await close(page);
        }
    }
});

test('letters typed into a filter or the dialog are no shortcuts', async () => {
    const page = await open('gotchas.html');
    await page.getByLabel('Filter', { exact: true }).fill('');
    await page.getByLabel('Filter', { exact: true }).pressSequentially('s/s');
    assert.equal(await page.locator('#mdbook-search-wrapper').isVisible(), false);
    assert.equal(await page.getByLabel('Filter', { exact: true }).inputValue(), 's/s');
    await page.goto(`${page.url().split('gotchas.html')[0]}error-messages.html`);
    await page.getByLabel(/^Paste your error/).pressSequentially('s?');
    assert.equal(await page.locator('#mdbook-search-wrapper').isVisible(), false);
    await close(page);
});
