// What a server says about a request that it got, so that it can be compared.

/** Header lines that every request has, or that tell about this machine. */
const USUAL = new Set(['accept-encoding', 'connection', 'content-length', 'host', 'transfer-encoding', 'user-agent']);

/** How long an answer below `/slow` takes, in milliseconds: enough for another request to begin meanwhile. */
const WHILE = 1_000;

/** A request by its method, its headers as pairs, and the bytes of its body. */
export function received(method, headers, body) {
  const own = headers.filter(([name]) => !USUAL.has(name) && !name.startsWith('cf-'));
  return { method, headers: own.map(([name, value]) => `${name}: ${value}`).sort(), body: text(body) };
}

/** How long the answer to a request takes, in milliseconds. */
export function delay(path) {
  return path.startsWith('/slow') ? WHILE : 0;
}

/** Bytes as text; those that are not UTF-8 as `\xNN`. */
export function text(bytes) {
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!decoded.includes('\ufffd')) return decoded;
  return [...bytes].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)).join('');
}
