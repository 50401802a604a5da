// The control in the header that dims what does not bite.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { close, host, open } from './support.mjs';

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
