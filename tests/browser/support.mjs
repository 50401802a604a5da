// What the tests of the site share: the browser, the host, and a page that notes everything that must not happen.
//
// `SITE` is the folder of the built pages, `CHROMIUM` the browser, `SHOTS` a folder for screenshots and prints.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { Visit } from './visit.mjs';

export { CHROMIUM, SHOTS, close, violations } from './visit.mjs';

export const SITE = process.env.SITE;
/** A page of each kind. */
export const KINDS = ['', 'gotchas.html', 'checklist.html', 'error-messages.html', 'runtimes.html', 'changes.html', 'data.html',
    'database/index.html',
    'database/jsproxy-to-dict.html', 'cookies/multiple-set-cookie.html', 'using-the-checker.html', '404.html'];
/** What the tests of a file run in: `origin` is where the site is. */
export let host;

before(async () => {
    host = await Visit.start(SITE);
});

after(() => host?.end());

/** Opens a page in a browser of its own, and notes everything that must not happen. */
export const open = (address, options) => host.open(address, options);

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
