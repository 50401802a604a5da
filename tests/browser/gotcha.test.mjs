// The page of a gotcha: its snippets and what is done with them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIPBOARD, close, copied, open } from './support.mjs';

test('what is copied is the code, without what the checker says', async () => {
    const page = await open('database/jsproxy-to-dict.html', CLIPBOARD);
    const wrong = page.locator('.gotcha-side.wrong pre').first();
    await wrong.hover();
    await wrong.locator('.clip-button').click();
    const text = await copied(page);
    assert.match(text, /return dict\(row\)/);
    assert.doesNotMatch(text, /CFW|▲/);
    const said = await wrong.locator('.flagged').first().evaluate(line => getComputedStyle(line, '::after').content);
    assert.match(said, /▲.*CFW403/);
    await close(page);
});
