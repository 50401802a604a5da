// What the tests of the site share: the browser, the host, and a page that notes everything that must not happen.
//
// `SITE` is the folder of the built pages, `CHROMIUM` the browser, `SHOTS` a folder for screenshots and prints.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

export const SITE = process.env.SITE;
export const SHOTS = process.env.SHOTS;
/** A page of each kind. */
export const KINDS = ['', 'gotchas.html', 'checklist.html', 'error-messages.html', 'runtimes.html', 'changes.html', 'data.html',
    'database/index.html',
    'database/jsproxy-to-dict.html', 'cookies/multiple-set-cookie.html', 'using-the-checker.html', '404.html'];
/** How Chromium is started: without anything that asks the network. */
export const CHROMIUM = {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update',
        '--disable-sync'],
};

/** What the tests of a file run in: `origin` is where the site is. */
export const host = {};
let browser;

before(async () => {
    mkdirSync(SHOTS, { recursive: true });
    Object.assign(host, await serve(SITE));
    browser = await chromium.launch(CHROMIUM);
});

after(async () => {
    await browser?.close();
    host.close?.();
});

/** Opens a page in a browser of its own, and notes everything that must not happen. */
export async function open(address, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    // A busy machine is slow, and that is no fault of the page.
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    const faults = [];
    page.on('console', message => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', error => faults.push(String(error)));
    page.on('request', request => {
        if (!request.url().startsWith(host.origin) && !request.url().startsWith('data:')) {
            faults.push(`request to ${request.url()}`);
        }
    });
    if (options.javaScriptEnabled !== false) {
        await page.addInitScript(() => {
            document.addEventListener('securitypolicyviolation', event =>
                console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
        });
    }
    await page.goto(`${host.origin}/${address}`);
    page.faults = faults;
    return page;
}

/** Closes what {@link open} opened; nothing may have gone wrong in it. */
export async function close(page) {
    assert.deepEqual(page.faults, [], `on ${page.url()}`);
    await page.context().close();
}

/** What a page may read from and write to the clipboard with. */
export const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

/** The text in the clipboard of a page. */
export const copied = page => page.evaluate(() => navigator.clipboard.readText());

/** All pages, as paths from the root of the site. */
export function pages(folder = '') {
    return readdirSync(path.join(SITE, folder), { withFileTypes: true }).flatMap(entry => {
        const name = path.posix.join(folder, entry.name);
        return entry.isDirectory() ? pages(name) : name.endsWith('.html') ? [name] : [];
    });
}
