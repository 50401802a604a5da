import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { compare, words } from '../browser/wording.mjs';
import { Echo } from './echo.mjs';
import { lines, unplaced } from './printed.mjs';
import { text } from './received.mjs';
import { bundledSdk, extract } from './sdk.mjs';

const require = createRequire(import.meta.url);

test('the echo server records requests without what every request has', async () => {
  const echo = await Echo.start();
  const response = await fetch(echo.url, { method: 'POST', headers: { 'x-a': 'b', 'content-type': 'text/x' }, body: 'hello' });
  assert.equal(await response.text(), 'ok');
  const [received] = echo.take();
  assert.equal(received.method, 'POST');
  assert.equal(received.body, 'hello');
  assert.ok(received.headers.includes('content-type: text/x') && received.headers.includes('x-a: b'));
  assert.ok(!received.headers.some((line) => line.startsWith('host:')));
  assert.deepEqual(echo.take(), []);
  echo.stop();
});

test('bytes that are no text stay readable', () => {
  assert.equal(text(Buffer.from('grün')), 'grün');
  assert.equal(text(Buffer.from([0x89, 0x50, 0x4e, 0xff])), '\\x89PN\\xff');
});

test('of a traceback the last line is kept', () => {
  const printed = 'Traceback (most recent call last):\n  File "x.py", line 1\n    f()\nTypeError: no\n\nTypeError: no\nbye';
  assert.deepEqual(lines(printed), ['TypeError: no', 'bye']);
});

test('a warning is kept without its place and the advice after it', () => {
  const printed = '/a/b.py:5: RuntimeWarning: x was never awaited\nRuntimeWarning: Enable tracemalloc to get the object allocation traceback';
  assert.deepEqual(lines(printed), ['RuntimeWarning: x was never awaited']);
});

test('addresses and dates are replaced in every text of a value', () => {
  const value = { a: ['at 0x7f00ab', 'http://127.0.0.1:1234/x'], b: 'expires=Tue, 24 Nov 2026 00:43:40 GMT;', n: 1, gone: undefined };
  assert.deepEqual(unplaced(value, 'http://127.0.0.1:1234/'), { a: ['at 0x…', 'http://echo.example/x'], b: 'expires=…;', n: 1 });
});

test('files are found in a program by their name, padded or not', () => {
  const name = (path) => `pyodide-internal:workers-api/src/${path}\0\0`;
  const program = Buffer.from(
    `junk${name('asgi.py')}import a\npyodide-internal:x\0${name('workers/__init__.py')}b\n\0${name('workers/_workers.py')}c\n\0\0${name('workers/workflows.py')}d\n\0`,
  );
  assert.deepEqual(extract(program), {
    'asgi.py': 'import a\n',
    'workers/__init__.py': 'b\n',
    'workers/_workers.py': 'c\n',
    'workers/workflows.py': 'd\n',
  });
  assert.throws(() => extract(Buffer.from('nothing')), /holds no .*asgi.py/);
});

test('this workerd brings its SDK along', () => {
  const sdk = bundledSdk(require('workerd').default);
  assert.match(sdk['asgi.py'], /async def fetch\(/);
  assert.match(sdk['workers/_workers.py'], /class WorkerEntrypoint/);
});

test('an outcome is told line by line', () => {
  const response = { status: 201, headers: ['location: /a'], body: 'made' };
  const server = [{ method: 'POST', headers: ['x: y'], body: 'b' }, { method: 'GET' }];
  const answers = [{ returned: { b: [1, null], a: true } }, { returned: 'text' }, { response }, { raised: 'TypeError: no' }, { failed: 'gone' }, { hung: { after: 15 } }];
  assert.equal(
    words({ answers, server, log: ['said'], next_request: 'dead' }),
    'returned: {"a":true,"b":[1,null]}\nreturned: text\nresponse: 201\n  location: /a\n  body: made\nraised: TypeError: no\n'
      + 'the request failed: gone\nno answer within 15 seconds\nthe server got: POST\n  x: y\n  body: b\nthe server got: GET\n'
      + 'log: said\nthe interpreter is dead; the next request: dead',
  );
});

test('outcomes are the same, alike in all but the words of an error, or different', () => {
  const raised = (text, rest) => ({ answers: [{ raised: text }], ...rest });
  const recorded = raised('pyodide.ffi.JsException: TypeError: a');
  assert.equal(compare(raised('pyodide.ffi.JsException: TypeError: a', { server: [], log: [] }), recorded), 'same');
  assert.equal(compare(raised('pyodide.ffi.JsException: TypeError: b'), recorded), 'alike');
  assert.equal(compare(raised('pyodide.ffi.JsException: RangeError: a'), recorded), 'different');
  assert.equal(compare(raised('TypeError: a'), recorded), 'different');
  assert.equal(compare(raised('pyodide.ffi.JsException: TypeError: a', { next_request: 'dead' }), recorded), 'different');
  assert.equal(compare({ answers: [{ returned: 1 }] }, { answers: [{ returned: 2 }] }), 'different');
});
