// Measures built sites in Chromium: what is transferred, Lighthouse's scores, and how fast the filters answer.
//
// `SITE`, `STOCK` and `LARGE` are folders of pages: ours, the same text under mdBook's own theme, and ours with many gotchas.

import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';
import { serve } from '../../tests/browser/serve.mjs';

const GOTCHA = 'database/jsproxy-to-dict.html';
const PAGES = [['gotcha', GOTCHA], ['index', 'gotchas.html'], ['introduction', 'introduction.html']];
const PORT = 9377;
const SLOWDOWN = 4;
const LIMIT = 120;

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', `--remote-debugging-port=${PORT}`],
});
const kilobytes = bytes => (bytes / 1000).toFixed(1).padStart(8);

/** A page in a browser without a cache, with everything that it transfers. */
async function open(host, address, width = 412) {
    const context = await browser.newContext({ viewport: { width, height: 823 } });
    const page = await context.newPage();
    const transfers = [];
    page.on('requestfinished', async request => {
        try {
            const [sizes, response] = [await request.sizes(), await request.response()];
            transfers.push({ url: request.url(), sent: sizes.responseBodySize, raw: (await response.body()).length });
        } catch (e) { /* The page was left before that had come; nobody counts it. */ }
    });
    await page.goto(`${host.origin}/${address}`, { waitUntil: 'load' });
    await page.waitForTimeout(500);
    return { page, transfers, close: () => context.close() };
}

const total = (transfers, key) => transfers.reduce((sum, one) => sum + one[key], 0);

/** Bytes until something is painted, until all is loaded, and until a first search has answered. */
async function bytes(name, folder, pages) {
    const host = await serve(folder);
    const broken = [];
    for (const [kind, address] of pages) {
        const { page, transfers, close } = await open(host, address);
        const early = await page.evaluate(() => {
            const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;
            return performance.getEntriesByType('resource').filter(one => one.responseEnd <= paint).map(one => one.name)
                .concat(location.href);
        });
        const painted = transfers.filter(one => early.includes(one.url));
        const loaded = [...transfers];
        await page.keyboard.press('s');
        await page.keyboard.type('proxy');
        await page.locator('#mdbook-searchresults a, #searchresults a').first().waitFor();
        await page.waitForTimeout(300);
        console.log(`${name.padEnd(10)} ${kind.padEnd(13)}${[painted, loaded, transfers].map(list =>
            kilobytes(total(list, 'raw')) + kilobytes(total(list, 'sent'))).join('   ')}`);
        if (name === 'ours' && total(loaded, 'sent') > LIMIT * 1000) {
            broken.push(`${kind} transfers ${kilobytes(total(loaded, 'sent')).trim()} kB, more than ${LIMIT}`);
        }
        await close();
    }
    host.close();
    return broken;
}

/** Lighthouse's scores of our pages, and the audits that keep one below 100. */
async function scores() {
    const host = await serve(process.env.SITE);
    const broken = [];
    for (const [kind, address] of PAGES) {
        for (const mode of ['mobile', 'desktop']) {
            const { lhr } = await lighthouse(`${host.origin}/${address}`, { port: PORT, logLevel: 'error',
                onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'] }, mode === 'desktop' ? desktopConfig : undefined);
            const categories = Object.values(lhr.categories);
            const metric = id => lhr.audits[id].displayValue;
            console.log(`${kind.padEnd(13)} ${mode.padEnd(8)} ${categories.map(({ id, score }) => `${id} ${Math.round(score * 100)}`).join(', ')};`
                + ` LCP ${metric('largest-contentful-paint')}, CLS ${metric('cumulative-layout-shift')}, TBT ${metric('total-blocking-time')}`);
            for (const { id, score, auditRefs } of categories.filter(one => one.score < 0.995)) {
                const missed = auditRefs.filter(one => one.weight > 0 && (lhr.audits[one.id].score ?? 1) < 1).map(one => one.id);
                broken.push(`${kind}, ${mode}: ${id} is ${Math.round(score * 100)}: ${missed.join(', ')}`);
            }
        }
    }
    host.close();
    return broken;
}

/** The largest contentful paint of the list, and how long its filters take from a key to the next frame, on a slowed processor. */
async function filters(name, folder) {
    const host = await serve(folder);
    const { page, close } = await open(host, 'robots.txt', 1280);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.addInitScript(() => {
        window.paints = [];
        new PerformanceObserver(list => window.paints.push(...list.getEntries().map(one => one.startTime)))
            .observe({ type: 'largest-contentful-paint', buffered: true });
        window.slow = [];
        new PerformanceObserver(list => window.slow.push(...list.getEntries().map(one => one.duration)))
            .observe({ type: 'event', durationThreshold: 16, buffered: true });
    });
    await page.goto(`${host.origin}/gotchas.html`, { waitUntil: 'load' });
    await page.waitForTimeout(1500);
    const lcp = await page.evaluate(() => Math.max(...window.paints));
    const field = page.locator('#gotcha-filter input[type=search]');
    await field.click();
    await page.evaluate(() => { window.slow.length = 0; });
    for (const word of ['cookie', 'database', 'x']) {
        await page.keyboard.type(word, { delay: 120 });
        for (let key = 0; key < word.length; key += 1) {
            await page.keyboard.press('Backspace', { delay: 60 });
        }
    }
    for (const value of ['error', 'warning', '']) {
        await page.locator('#gotcha-filter [name=severity]').selectOption(value);
        await page.waitForTimeout(200);
    }
    const script = await page.evaluate(() => {
        const input = document.querySelector('#gotcha-filter input[type=search]');
        const times = ['c', 'co', 'coo', 'cook', ''].map(text => {
            input.value = text;
            const start = performance.now();
            input.dispatchEvent(new Event('input', { bubbles: true }));
            document.body.getBoundingClientRect();
            return performance.now() - start;
        });
        return Math.max(...times);
    });
    const worst = await page.evaluate(() => Math.max(0, ...window.slow));
    const rows = await page.locator('main tr:has(.gotcha-facts)').count();
    console.log(`${name.padEnd(10)} ${String(rows).padStart(5)} gotchas: LCP ${lcp.toFixed(0)} ms;`
        + ` slowest key to next frame ${worst < 16 ? 'below 16' : worst.toFixed(0)} ms, of it script and layout ${script.toFixed(0)} ms`);
    await close();
    host.close();
}

console.log('── bytes ── kB, raw and as transferred (brotli): until the first paint, until loaded, after a first search');
const broken = await bytes('ours', process.env.SITE, PAGES);
await bytes('mdBook', process.env.STOCK, PAGES);
console.log(`\n── filters ── processor slowed down ${SLOWDOWN} times`);
await filters('ours', process.env.SITE);
await filters('generated', process.env.LARGE);
console.log('\n── Lighthouse ──');
broken.push(...await scores());
await browser.close();
if (broken.length > 0) {
    console.log(`\nbelow the aim:\n  ${broken.join('\n  ')}`);
    process.exitCode = 1;
}
