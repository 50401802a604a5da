// A static host as simple as they come: a folder, names without `.html`, the page for what is missing, and text compressed.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { constants, createBrotliCompress } from 'node:zlib';

const TYPES = {
    '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json',
    '.md': 'text/markdown; charset=utf-8', '.png': 'image/png', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8',
    '.woff2': 'font/woff2', '.xml': 'application/xml',
};

/** Serves a folder on loopback; gives its address and a function that ends it. */
export async function serve(folder) {
    const isFile = file => existsSync(file) && statSync(file).isFile();
    const server = createServer((request, response) => {
        const wanted = path.join(folder, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
        const found = [wanted, wanted + '.html', path.join(wanted, 'index.html')].find(isFile);
        const file = found ?? path.join(folder, '404.html');
        const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
        const small = !/^(?:image\/png|font|application\/octet)/.test(type) && /\bbr\b/.test(request.headers['accept-encoding']);
        response.writeHead(found ? 200 : 404, {
            'content-type': type,
            // As `_headers` has it: the names of these hold a hash of their content.
            'cache-control': /\.(?:js|css)$/.test(file) ? 'public, max-age=31536000, immutable' : 'max-age=0, must-revalidate',
            ...(small ? { 'content-encoding': 'br' } : {}),
        });
        const content = createReadStream(file);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
        (small ? content.pipe(createBrotliCompress(quality)) : content).pipe(response);
    });
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
