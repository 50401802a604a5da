// What all tests in a browser share: a site on loopback, pages that note everything that must not happen, and axe.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

export const SHOTS = process.env.SHOTS;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How Chromium is started: without anything that asks the network. */
export const CHROMIUM = {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update',
        '--disable-sync'],
};

/** Starts Chromium. */
export function launch(...args) {
    mkdirSync(SHOTS, { recursive: true });
    return chromium.launch({ ...CHROMIUM, args: [...CHROMIUM.args, ...args] });
}

/** A browser and a site that is served to it. */
export class Visit {
    #browser;
    #host;
    /** Origins that pages may load from. */
    allowed;

    static async start(site, { args = [], headers = false, allowed = [] } = {}) {
        const visit = new Visit();
        visit.#host = await serve(site, { headers });
        visit.#browser = await launch(...args);
        visit.allowed = [visit.#host.origin, `blob:${visit.#host.origin}`, 'data:', ...allowed];
        return visit;
    }

    async end() {
        await this.#browser?.close();
        this.#host?.close();
    }

    get origin() {
        return this.#host.origin;
    }

    /** Opens a page in a browser of its own, and notes everything that must not happen, and what was asked for. */
    async open(address, options = {}) {
        const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
        // A busy machine is slow, and that is no fault of the page.
        context.setDefaultTimeout(120_000);
        const page = await context.newPage();
        const faults = [];
        const requests = [];
        page.on('console', message => message.type() === 'error' && faults.push(message.text()));
        page.on('pageerror', error => faults.push(String(error)));
        page.on('request', request => {
            requests.push(request.url());
            if (!this.allowed.some(origin => request.url().startsWith(origin))) {
                faults.push(`request to ${request.url()}`);
            }
        });
        if (options.javaScriptEnabled !== false) {
            await page.addInitScript(() => {
                document.addEventListener('securitypolicyviolation', event =>
                    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
            });
        }
        await page.goto(`${this.origin}/${address}`);
        return Object.assign(page, { faults, requests });
    }
}

/** Closes a page on which nothing must have happened that must not. */
export async function close(page) {
    assert.deepEqual(page.faults, [], `on ${page.url()}`);
    await page.context().close();
}

/** What axe finds wrong with a page as it is. */
export async function violations(page) {
    // The tool comes in past the policy that the pages keep.
    await page.evaluate(AXE).catch(() => page.context().newCDPSession(page)
        .then(session => session.send('Runtime.evaluate', { expression: AXE })));
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    return violations.map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 160)).slice(0, 3).join(' | ')}`);
}
