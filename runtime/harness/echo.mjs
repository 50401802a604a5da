// A server on loopback that records what it gets and answers `ok`, below `/slow` only after a while.
import http from 'node:http';

/** Header lines that every request of workerd has, or that tell about this machine. */
const USUAL = new Set(['accept-encoding', 'connection', 'content-length', 'host', 'transfer-encoding', 'user-agent']);

/** How long an answer below `/slow` takes, in milliseconds: enough for another request to begin meanwhile. */
const WHILE = 1_000;

export class Echo {
  #received = [];

  static async start() {
    const echo = new Echo();
    const server = http.createServer((request, response) => echo.#answer(request, response));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    echo.url = `http://127.0.0.1:${server.address().port}/`;
    echo.stop = () => server.close();
    return echo;
  }

  /** Gives what arrived since the last time. */
  take() {
    return this.#received.splice(0);
  }

  #answer(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      this.#received.push({ method: request.method, headers: lines(request.headers), body: text(Buffer.concat(chunks)) });
      response.setHeader('content-type', 'text/plain');
      setTimeout(() => response.end('ok'), request.url.startsWith('/slow') ? WHILE : 0);
    });
  }
}

function lines(headers) {
  const own = Object.entries(headers).filter(([name]) => !USUAL.has(name) && !name.startsWith('cf-'));
  return own.map(([name, value]) => `${name}: ${value}`).sort();
}

/** Bytes as text; those that are not UTF-8 as `\xNN`. */
export function text(bytes) {
  const decoded = bytes.toString('utf8');
  if (!decoded.includes('\ufffd')) return decoded;
  return [...bytes].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)).join('');
}
