// A static host as simple as they come: a folder, names without `.html`, the page for what is missing, and text compressed.

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { constants, createBrotliCompress } from 'node:zlib';

const TYPES = {
    '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json',
    '.md': 'text/markdown; charset=utf-8', '.mjs': 'text/javascript', '.png': 'image/png', '.py': 'text/x-python',
    '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.wasm': 'application/wasm', '.woff2': 'font/woff2',
    '.xml': 'application/xml', '.zip': 'application/zip',
};

/**
 * Serves a folder on loopback; gives its address and a function that ends it. With `headers`, it adds what the folder's
 * `_headers` says, as hosts do that read it; with `cors`, other sites may load from it.
 */
export async function serve(folder, { headers = false, cors = false, port = 0 } = {}) {
    const isFile = file => existsSync(file) && statSync(file).isFile();
    const rules = headers ? rulesOf(readFileSync(path.join(folder, '_headers'), 'utf8')) : [];
    const server = createServer((request, response) => {
        const { pathname } = new URL(request.url, 'http://localhost');
        const wanted = path.join(folder, decodeURIComponent(pathname));
        const found = [wanted, wanted + '.html', path.join(wanted, 'index.html')].find(isFile);
        const file = found ?? path.join(folder, '404.html');
        const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
        const small = /^text|json|xml|svg/.test(type) && /\bbr\b/.test(request.headers['accept-encoding']);
        // As `_headers` has it: the names of these hold a hash of their content.
        const forever = /\.(?:js|css)$/.test(file);
        response.setHeader('content-type', type);
        response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'max-age=0, must-revalidate');
        if (small) {
            response.setHeader('content-encoding', 'br');
        }
        for (const [name, value] of rules.filter(rule => rule.pattern.test(pathname)).flatMap(rule => rule.lines)) {
            response.setHeader(name, value);
        }
        if (cors) {
            response.setHeader('access-control-allow-origin', '*');
        }
        response.writeHead(found ? 200 : 404);
        if (!isFile(file)) {
            response.end();
            return;
        }
        const content = createReadStream(file);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
        (small ? content.pipe(createBrotliCompress(quality)) : content).pipe(response);
    });
    await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
    return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** The rules of a `_headers` file: a path with `*` in it, then lines of headers that are set in. */
function rulesOf(text) {
    const rules = [];
    for (const line of text.split('\n').filter(Boolean)) {
        if (/^\s/.test(line)) {
            const [name, ...value] = line.trim().split(':');
            rules.at(-1).lines.push([name, value.join(':').trim()]);
        } else {
            const escaped = line.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
            rules.push({ pattern: new RegExp(`^${escaped}$`), lines: [] });
        }
    }
    return rules;
}
