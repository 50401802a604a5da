// A static host as simple as they come: a folder, names without `.html`, and the page for what is missing.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

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
        response.writeHead(found ? 200 : 404, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
        createReadStream(file).pipe(response);
    });
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
