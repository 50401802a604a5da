// The built folder as Cloudflare serves it: `wrangler.jsonc` in the runtime that Workers are, with its reader of `_headers` and
// `_redirects`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const SITE = process.env.SITE;
const ROOT = path.join(import.meta.dirname, '../..');
// It is among what the examples are executed with.
const require = createRequire(path.join(ROOT, 'runtime/package.json'));
const { validateWorkflow } = createRequire(import.meta.url)('@action-validator/core');
const { Log, LogLevel, Miniflare } = await import(pathToFileURL(require.resolve('miniflare')).href);
const config = JSON.parse(readFileSync(path.join(ROOT, 'wrangler.jsonc'), 'utf8').replace(/^\s*\/\/.*$/gm, ''));

let miniflare;
let origin;

before(async () => {
    miniflare = new Miniflare({
        host: '127.0.0.1',
        port: 0,
        cf: false,
        telemetry: { enabled: false },
        log: new Log(LogLevel.NONE),
        compatibilityDate: '2026-04-01',
        // As wrangler does where a project has assets and no code.
        modules: true,
        script: 'export default { fetch: (request, env) => env.ASSETS.fetch(request) }',
        assets: {
            directory: SITE,
            binding: 'ASSETS',
            routerConfig: { has_user_worker: false },
            assetConfig: { not_found_handling: config.assets.not_found_handling },
        },
    });
    origin = (await miniflare.ready).origin;
});

after(() => miniflare?.dispose());

const get = address => fetch(`${origin}${address}`, { redirect: 'manual' });

test('the folder that is served is the one that the build writes', () => {
    assert.equal(config.assets.directory, 'book/html');
    assert.equal(config.main, undefined);
});

test('pages are there, with and without their ending, and say what may be done with them', async () => {
    for (const address of ['/', '/database/jsproxy-to-dict', '/gotchas']) {
        const response = await get(address);
        assert.equal(response.status, 200, address);
        assert.match(await response.text(), /<meta http-equiv="Content-Security-Policy"/);
        assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
        assert.equal(response.headers.get('referrer-policy'), 'strict-origin-when-cross-origin');
        assert.equal(response.headers.get('content-security-policy'), "frame-ancestors 'self'");
        assert.match(response.headers.get('cache-control'), /max-age=0, must-revalidate/);
    }
    const full = await get('/database/jsproxy-to-dict.html');
    assert.equal(full.headers.get('location'), '/database/jsproxy-to-dict');
});

test('files whose names hold a hash are kept for ever, and no others', async () => {
    const page = await (await get('/gotchas')).text();
    const files = Array.from(page.matchAll(/(?:src|href)="([^":]+\.(?:js|css))"/g), match => match[1]);
    assert.ok(files.length > 5);
    for (const file of files) {
        const response = await get(`/${file}`);
        assert.equal(response.status, 200, file);
        assert.match(file, /-[0-9a-f]{8}\.(?:min\.)?(?:js|css)$/);
        assert.match(response.headers.get('cache-control'), /max-age=31536000, immutable/);
    }
    for (const file of ['gotchas.json', 'feed.xml', 'llms.txt', 'sitemap.xml']) {
        assert.doesNotMatch((await get(`/${file}`)).headers.get('cache-control') ?? '', /immutable/, file);
    }
});

test('a code in capitals or small letters leads to its page', async () => {
    for (const code of ['/CFW403', '/cfw403']) {
        const response = await get(code);
        assert.equal(response.status, 301, code);
        const address = response.headers.get('location');
        assert.equal(address, '/database/jsproxy-to-dict.html');
        assert.equal((await fetch(`${origin}${address}`)).status, 200);
    }
});

test('what is missing is the page that says so, at any depth', async () => {
    for (const address of ['/nowhere', '/nowhere/at/all.html']) {
        const response = await get(address);
        assert.equal(response.status, 404, address);
        assert.match(await response.text(), /Page not found/);
    }
    assert.equal((await get('/_headers')).status, 404);
});

test('the workflows are valid, and the one for Pages publishes what the build writes', () => {
    const workflow = name => readFileSync(path.join(ROOT, `.github/workflows/${name}.yml`), 'utf8');
    for (const name of ['ci', 'pages']) {
        assert.deepEqual(validateWorkflow(workflow(name)).errors, [], name);
    }
    const [spoilt] = validateWorkflow(workflow('pages').replace('runs-on', 'run-on')).errors;
    assert.ok(spoilt, 'a mistake is found');
    // The command is one of those that the tests of the program run.
    assert.match(workflow('pages'), /run: cargo run --release -- build --base-url "\$\{\{ steps\.pages\.outputs\.base_url \}\}"/);
    assert.match(workflow('pages'), /path: book\/html$/m);
});
