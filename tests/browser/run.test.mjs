// Examples that run in the reader's browser: every one of them on every Pyodide, and what happens around them.
//
// `RUNS` is a folder of built pages that have Pyodide beside them and the gotchas of `gotchas/` among them, `REMOTE` one
// that loads it from the port `REMOTE_PORT` of this machine, `BARE` one without.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from './serve.mjs';
import { words } from '../../runtime/browser/wording.mjs';
import { SHOTS, Visit, close, violations } from './visit.mjs';

const { RUNS, REMOTE, REMOTE_PORT, BARE } = process.env;
const RUNTIMES = ['pyodide-0.26', 'pyodide-0.28', 'pyodide-314'];
const DICT = 'javascript-interop/dict-to-js';
const FAILING = 'threading/runs-that-fail';

let host;

before(async () => {
    host = await Visit.start(RUNS, { headers: true });
});

after(() => host?.end());

/** Opens a page with all examples shown, whichever tab they are in. */
async function open(address, options) {
    const page = await host.open(address, options);
    await page.locator('[role=tabpanel]').evaluateAll(all => all.forEach(panel => panel.removeAttribute('hidden')));
    return page;
}

const panelOf = (page, example) => page.locator(`.gotcha-run[data-example="${example}"]`);
const buttonOf = (page, example, side) => panelOf(page, example).locator(`button[data-side=${side}]`);
const statusOf = (page, example) => panelOf(page, example).getByRole('status');

/** Chooses a runtime in the header. */
async function choose(page, runtime) {
    await page.locator('.gotcha-target').click();
    await page.locator('.gotcha-dialog [name=runtime]').selectOption(runtime);
    await page.locator('.gotcha-dialog .use').click();
}

/** Waits until the status of an example fits. */
async function says(page, example, pattern) {
    const status = statusOf(page, example);
    const deadline = Date.now() + 120_000;
    for (;;) {
        const text = await status.innerText();
        if (pattern.test(text)) {
            return text;
        }
        assert.ok(Date.now() < deadline, `"${text}" does not come to fit ${pattern}`);
        await page.waitForTimeout(50);
    }
}

const ENDED = /^(The same|This differs|Done|Stopped|On .* there is nothing|.* could not be loaded|The run broke off)/;

async function run(page, example, side) {
    await buttonOf(page, example, side).click();
    return says(page, example, ENDED);
}

const outcomes = (page, example) => panelOf(page, example).locator('figure code').allInnerTexts();

/** The files beside pages that say what can be run on them. */
function runFiles() {
    const folders = readdirSync(RUNS, { withFileTypes: true }).filter(entry => entry.isDirectory());
    return folders.flatMap(({ name: folder }) => readdirSync(path.join(RUNS, folder))
        .filter(name => name.endsWith('.run.json'))
        .map(name => path.posix.join(folder, name)));
}

for (const runtime of RUNTIMES) {
    test(`every example does in the browser what was recorded on ${runtime}, or its page says what differs`, async () => {
        let count = 0;
        for (const file of runFiles().filter(file => !file.startsWith(FAILING))) {
            const { examples } = JSON.parse(readFileSync(path.join(RUNS, file), 'utf8'));
            const page = await open(`${file.replace('.run.json', '.html')}?runtime=${runtime}`);
            for (const [index, example] of examples.entries()) {
                for (const [side, { on }] of Object.entries(example)) {
                    const place = `${file}, example ${index}, ${side}`;
                    const said = await run(page, index, side);
                    const here = on[runtime];
                    if (here.not) {
                        assert.match(said, /^On .* there is nothing to run/, place);
                        continue;
                    }
                    count += 1;
                    const [own, recorded] = await outcomes(page, index);
                    assert.equal(recorded, here.words, place);
                    if (here.differs) {
                        assert.match(said, /^This differs from what was recorded\. \S/, place);
                        assert.ok(said.includes(here.differs), place);
                    } else {
                        assert.match(said, /^The same/, `${place}: ${own}`);
                    }
                    assert.equal(said.startsWith('The same as recorded'), own === recorded, place);
                }
            }
            await close(page);
        }
        assert.ok(count > 40, `only ${count} were run`);
    });
}

test('outcomes are worded as pages word recorded ones', () => {
    for (const file of runFiles()) {
        const { examples } = JSON.parse(readFileSync(path.join(RUNS, file), 'utf8'));
        const all = examples.flatMap(example => Object.values(example)).flatMap(({ on }) => Object.values(on));
        for (const { recorded, words: expected } of all.filter(here => here.recorded)) {
            assert.equal(words(recorded), expected, file);
        }
    }
});

test('nothing is asked for before a button is pressed, and only this site afterwards', async () => {
    const page = await open(`${DICT}.html`);
    await page.waitForLoadState('networkidle');
    const loads = () => page.requests.filter(url => /\/(run|pyodide)\/|\.run\.json|blob:/.test(url));
    assert.deepEqual(loads(), []);
    assert.equal(page.workers().length, 0);
    await run(page, 0, 'right');
    const asked = loads().map(url => url.replace(/^.*\/(pyodide|run)\//, '$1/'));
    for (const part of [/dict-to-js\.run\.json$/, /^run\/\w+\/browser\/runner\.mjs$/, /^pyodide\/314\.0\.6\/pyodide\.asm\.wasm$/]) {
        assert.ok(asked.some(url => part.test(url)), `${part} was not asked for: ${asked}`);
    }
    const { length } = loads();
    await run(page, 0, 'wrong');
    assert.equal(loads().length, length, 'a second run loads nothing');
    await close(page);
});

test('what a run gives stands beside what was recorded', async () => {
    const page = await open(`${DICT}.html`);
    assert.match(await run(page, 3, 'wrong'), /^The same as recorded/);
    const captions = await panelOf(page, 3).locator('figcaption').allInnerTexts();
    assert.deepEqual(captions, ['In your browser, on Pyodide 314.0.6', 'Recorded in workerd, for pyodide-314']);
    const [left, right] = await panelOf(page, 3).locator('figure').evaluateAll(all => all.map(one => one.getBoundingClientRect().top));
    assert.equal(left, right);
    assert.match((await outcomes(page, 3))[0], /raised: pyodide\.ffi\.JsException: .*borrowed proxy/);
    assert.match(await run(page, 3, 'right'), /^The same as recorded/);
    assert.match((await outcomes(page, 3))[0], /returned: \{"users":\[\{"id":1,"name":"Ada"\}/);
    await panelOf(page, 3).screenshot({ path: path.join(SHOTS, 'run.png') });
    await close(page);
});

test('the runtime in the header chooses the version of Pyodide', async () => {
    const page = await open(`${DICT}.html`);
    const hint = panelOf(page, 2).locator('.gotcha-run-hint');
    assert.match(await hint.innerText(), /Pyodide 314\.0\.6, which loads 1\d MB/);
    await choose(page, 'pyodide-0.26');
    assert.match(await hint.innerText(), /Pyodide 0\.26\.4/);
    assert.match(await run(page, 2, 'wrong'), /^The same as recorded/);
    assert.equal((await outcomes(page, 2))[0], 'returned: 200 None');
    await choose(page, 'pyodide-0.28');
    assert.match(await run(page, 2, 'wrong'), /^This differs from what was recorded\..*Python survives it/);
    assert.match((await outcomes(page, 2))[0], /^raised: pyodide\.ffi\.JsException: TypeError: /);
    assert.match((await outcomes(page, 2))[1], /the interpreter is dead/);
    await close(page);
    const sqlite = await open('database/sqlite-fallback.html?runtime=pyodide-0.28');
    assert.match(await run(sqlite, 2, 'right'), /^On pyodide-0\.28 there is nothing to run\. .*Choose another runtime/);
    await close(sqlite);
});

test('an endless loop is stopped by its button, and by the time limit', async () => {
    const page = await open(`${FAILING}.html`);
    const button = buttonOf(page, 1, 'right');
    await button.click();
    await says(page, 1, /^Running/);
    assert.equal(await button.innerText(), '■ Stop the right code');
    await button.click();
    assert.equal(await says(page, 1, ENDED), 'Stopped.');
    assert.equal(await button.innerText(), '▶ Run the right code');
    for (let waits = 0; waits < 100 && page.workers().length > 0; waits += 1) {
        await page.waitForTimeout(100);
    }
    assert.equal(page.workers().length, 0, 'the worker goes on');
    assert.match(await run(page, 1, 'right'), /did not end within the time limit, so it was stopped\.$/);
    assert.deepEqual(await outcomes(page, 1), ['no answer within 15 seconds']);
    assert.match(await run(page, 2, 'right'), /^Done\./);
    assert.deepEqual(await outcomes(page, 2), ['returned: null\nlog: before\nlog: after <b>markup</b>']);
    await close(page);
});

test('a run in one place ends the one in another, also while Pyodide loads', async () => {
    const page = await open(`${FAILING}.html`);
    await buttonOf(page, 1, 'right').click();
    await says(page, 1, /^Loading Pyodide/);
    assert.match(await run(page, 0, 'right'), /^Done\./);
    assert.equal(await statusOf(page, 1).innerText(), 'Stopped.');
    await close(page);
});

test('after the interpreter has died, the next run has a fresh one and says so', async () => {
    const page = await open(`${FAILING}.html`);
    const said = [];
    await page.exposeFunction('heard', text => said.push(text));
    await panelOf(page, 0).getByRole('status').evaluate(status =>
        new MutationObserver(() => window.heard(status.textContent)).observe(status, { childList: true }));
    assert.match(await run(page, 0, 'wrong'), /The interpreter died of it; the next run starts a fresh one\.$/);
    assert.match((await outcomes(page, 0))[0], /^the request failed: [^]*the interpreter is dead; the next request: Pyodide already/);
    assert.match(await run(page, 0, 'right'), /^Done\./);
    assert.deepEqual(await outcomes(page, 0), ['returned: still here']);
    assert.ok(said.some(text => text.startsWith('The interpreter died in the last run. Starting a fresh one')), said.join('\n'));
    // The console of the browser tells of the death, too.
    page.faults.splice(0, page.faults.length, ...page.faults.filter(fault => !/RuntimeError/.test(fault)));
    await close(page);
});

test('what needs a binding says so in place of a button', async () => {
    const page = await open('database/jsproxy-to-dict.html');
    assert.equal(await page.locator('.gotcha-run').count(), 0);
    const [first] = await page.locator('.gotcha-run-not').allInnerTexts();
    assert.equal(first.replace(/\s+/g, ' '), 'This example needs the D1 database DB, which a browser does not have. In a clone of the repository '
        + 'cargo xtask verify jsproxy-to-dict runs it inside workerd.');
    assert.doesNotMatch(await policy(page), /wasm|blob:/);
    await close(page);
    const files = await open('file-system/runtime-file-access.html');
    const texts = await files.locator('.gotcha-run-not').allInnerTexts();
    assert.ok(texts.some(text => text.includes('the R2 bucket R2')), texts.join('\n'));
    await close(files);
});

const policy = page => page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');

test('the policy binds what runs: it reaches this site only', async () => {
    const page = await open(`${DICT}.html`);
    assert.match(await policy(page), /script-src 'self' 'wasm-unsafe-eval' [^;]*; [^]*connect-src 'self'; [^]*worker-src blob:;/);
    await run(page, 0, 'right');
    const [worker] = page.workers();
    const tried = await worker.evaluate(async () => {
        const blocked = [];
        self.addEventListener('securitypolicyviolation', event => blocked.push(event.violatedDirective));
        const fetched = await fetch('https://example.com/').then(() => 'fetched', error => error.name);
        // Not at once: what the tools of the browser evaluate may do so itself.
        const evaluated = await new Promise(resolve => setTimeout(() => {
            try { resolve((0, eval)('1')); } catch (error) { resolve(error.name); }
        }, 100));
        return { fetched, evaluated, blocked };
    });
    assert.equal(tried.fetched, 'TypeError');
    assert.equal(tried.evaluated, 'EvalError');
    assert.ok(tried.blocked.includes('connect-src'), tried.blocked.join());
    page.faults.length = 0;
    await close(page);
});

test('a site that was published without its copy says what to do', async () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'gotchas-site-'));
    cpSync(RUNS, copy, { recursive: true });
    rmSync(path.join(copy, 'pyodide'), { recursive: true });
    const visit = await Visit.start(copy, {});
    try {
        const page = await visit.open(`${DICT}.html`);
        const said = await run(page, 0, 'right');
        assert.match(said, /^Pyodide 314\.0\.6 could not be loaded: .*pyodide\/314\.0\.6\/pyodide\.mjs is not there \(status 404\)/);
        assert.match(said, /published without it; how to publish it with Pyodide\.$/);
        await page.getByRole('link', { name: 'how to publish it with Pyodide' }).click();
        assert.match(await page.locator('#running-examples').innerText(), /Running examples/);
        await page.goBack();
        rmSync(path.join(copy, `${DICT}.run.json`));
        assert.match(await run(page, 0, 'right'), /^What runs the examples could not be loaded: .*dict-to-js\.run\.json is not there/);
        await page.context().close();
    } finally {
        await visit.end();
        rmSync(copy, { recursive: true });
    }
});

test('a site that was built without Pyodide has neither buttons nor excuses', async () => {
    const visit = await Visit.start(BARE);
    try {
        for (const name of [DICT, 'database/jsproxy-to-dict']) {
            const page = await visit.open(`${name}.html`);
            assert.equal(await page.locator('.gotcha-run, .gotcha-run-not, #gotcha-run').count(), 0);
            assert.doesNotMatch(await policy(page), /wasm|blob:/);
            await close(page);
        }
    } finally {
        await visit.end();
    }
});

test('Pyodide comes from another site where the book says so, and the policy names that site alone', async () => {
    const remote = await serve(RUNS, { cors: true, port: Number(REMOTE_PORT) });
    const visit = await Visit.start(REMOTE, { headers: true, allowed: [remote.origin] });
    try {
        const page = await visit.open(`${DICT}.html`);
        assert.ok((await policy(page)).includes(`script-src 'self' 'wasm-unsafe-eval' ${remote.origin} `));
        assert.ok((await policy(page)).includes(`connect-src 'self' ${remote.origin};`));
        assert.match(await run(page, 0, 'right'), /^The same as recorded/);
        assert.ok(page.requests.some(url => url === `${remote.origin}/pyodide/314.0.6/pyodide.asm.wasm`));
        await close(page);
    } finally {
        await visit.end();
        remote.close();
    }
});

test('a browser that cannot switch stacks runs what does not need it', async () => {
    const page = await open(`${FAILING}.html`);
    // This one can, so its worker forgets how before Pyodide looks.
    let forgot = false;
    await page.route('**/browser/worker.mjs', async route => {
        const response = await route.fetch();
        forgot = true;
        await route.fulfill({ response, body: `delete WebAssembly.Suspending; delete WebAssembly.promising;\n${await response.text()}` });
    });
    assert.match(await run(page, 2, 'right'), /^Done\./);
    assert.ok(forgot);
    assert.match((await outcomes(page, 2))[0], /^raised: RuntimeError: .*stack/i);
    assert.match(await run(page, 0, 'right'), /^Done\./);
    assert.deepEqual(await outcomes(page, 0), ['returned: still here']);
    await close(page);
});

for (const colorScheme of ['light', 'dark']) {
    test(`outcomes are accessible, and fit on a phone (${colorScheme})`, async () => {
        for (const width of [360, 1280]) {
            const page = await open(`${DICT}.html?runtime=pyodide-0.28`, { colorScheme, viewport: { width, height: 900 } });
            await run(page, 0, 'wrong');
            await run(page, 3, 'right');
            assert.deepEqual(await violations(page), []);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${wide} px too wide at ${width} px`);
            await panelOf(page, 0).screenshot({ path: path.join(SHOTS, `run-${colorScheme}-${width}.png`) });
            await close(page);
        }
    });
}

test('by keyboard alone: to a button, a run, a stop, and on', async () => {
    const page = await open(`${FAILING}.html`);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    for (let steps = 0; steps < 300 && await focused() !== '▶ Run the right code'; steps += 1) {
        await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await says(page, 0, /^Done\./);
    assert.equal(await focused(), '▶ Run the right code', 'the focus stays');
    do {
        await page.keyboard.press('Tab');
    } while (await focused() !== '▶ Run the right code');
    await page.keyboard.press('Space');
    await says(page, 1, /^Running/);
    assert.equal(await focused(), '■ Stop the right code');
    await page.keyboard.press('Space');
    await says(page, 1, /^Stopped/);
    assert.equal(await focused(), '▶ Run the right code');
    await close(page);
});

test('without JavaScript there is no button that does nothing', async () => {
    const page = await open(`${DICT}.html`, { javaScriptEnabled: false });
    assert.equal(await page.locator('main button:visible').count(), 0);
    assert.doesNotMatch(await page.locator('main').innerText(), /▶|Run the/);
    await close(page);
});
