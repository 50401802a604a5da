// The lists: filters above all gotchas, error messages that fit what was pasted, the checklist.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIPBOARD, close, copied, open } from './support.mjs';

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

test('a pasted traceback finds its message', async () => {
    const page = await open('error-messages.html');
    const items = page.locator('main li:has(.gotcha-facts):visible');
    const all = await items.count();
    await page.getByLabel(/^Paste your error/).fill('Traceback (most recent call last):\n  File "/session/metadata/entry.py", line 9\n'
        + "TypeError: 'pyodide.ffi.JsProxy' object is not iterable");
    assert.ok(await items.count() < all);
    assert.match(await items.first().innerText(), /JsProxy' object is not iterable[^]*CFW403/);
    // As an input of one line makes it of a traceback, and as a logger writes it.
    for (const text of ["  File \"entry.py\", line 9, in f    return xRuntimeError: can't start new thread", 'RuntimeError: can\\u0027t\nstart new\nthread']) {
        await page.getByLabel(/^Paste your error/).fill(text);
        assert.match(await items.first().innerText(), /can't start new thread[^]*CFW201/);
    }
    await page.getByLabel(/^Paste your error/).fill('quux');
    assert.equal(await items.count(), 0);
    assert.match(await page.locator('.gotcha-count').innerText(), /^No message fits/);
    await close(page);
});

test('ticks stay, and the checklist is copied as Markdown', async () => {
    const page = await open('checklist.html', CLIPBOARD);
    const boxes = page.locator('main li input[type=checkbox]');
    await boxes.first().check();
    await page.reload();
    assert.equal(await boxes.first().isChecked(), true);
    assert.match(await page.locator('.gotcha-actions [role=status]').innerText(), /^1 of \d+ done$/);
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    const text = await copied(page);
    const lines = text.split('\n').filter(line => line.startsWith('- ['));
    assert.equal(lines.length, await boxes.count());
    assert.match(lines[0], /^- \[x\] Convert dicts with to_js.* \(\[CFW001\]\(http.*\)\)$/);
    await page.getByRole('button', { name: 'Clear' }).click();
    assert.equal(await boxes.first().isChecked(), false);
    await close(page);
});
