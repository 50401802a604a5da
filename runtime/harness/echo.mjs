// A server on loopback that records what it gets and answers `ok`, below `/slow` only after a while.
import http from 'node:http';

import { delay, received } from './received.mjs';

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
      this.#received.push(received(request.method, Object.entries(request.headers), Buffer.concat(chunks)));
      response.setHeader('content-type', 'text/plain');
      setTimeout(() => response.end('ok'), delay(request.url));
    });
  }
}
