// The server that examples talk to, inside the reader's browser: nothing leaves it. A request is made by the browser's own
// `Request`, so that what the server gets is what the browser would send.

import { delay, received } from '../harness/received.mjs';

/** Its address, which recordings show in place of the one that the harness had. */
export const ADDRESS = 'http://echo.example/';

/** Puts the server in front of `scope.fetch`; gives a function that hands over what arrived since the last time. */
export function install(scope) {
  const elsewhere = scope.fetch.bind(scope);
  const arrived = [];
  scope.fetch = async function fetch(...args) {
    const request = new Request(...args);
    if (!request.url.startsWith(ADDRESS)) return elsewhere(request);
    const body = new Uint8Array(await request.arrayBuffer());
    arrived.push(received(request.method, [...request.headers], body));
    await new Promise((resolve) => scope.setTimeout(resolve, delay(new URL(request.url).pathname)));
    return new Response('ok', { headers: { 'content-type': 'text/plain' } });
  };
  return () => arrived.splice(0);
}
