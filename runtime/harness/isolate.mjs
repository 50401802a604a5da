// One workerd process with one Pyodide in it.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { Log, LogLevel, Miniflare } from 'miniflare';

import { TimedOut } from './timed-out.mjs';

const require = createRequire(import.meta.url);
const here = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);

/** How long Pyodide may take to boot, on a busy machine too. */
const BOOT_LIMIT = 120_000;

/** How long a fresh interpreter may take to boot in a process that has had one; after that a new process is tried. */
const RENEW_LIMIT = 30_000;

/** A date on which workerd does what Workers do today; it selects no Pyodide, since this Worker brings its own. */
const COMPATIBILITY_DATE = '2026-04-01';

export class Isolate {
  #miniflare;
  #output = [];

  /** Starts workerd with the npm package `pyodide` (its name here) and boots it. */
  static async start({ pyodide, wheels, files }) {
    const isolate = new Isolate();
    isolate.#miniflare = new Miniflare(isolate.#options(pyodide, wheels, files));
    await isolate.#miniflare.ready;
    isolate.versions = await isolate.send('boot', {}, BOOT_LIMIT);
    return isolate;
  }

  /** Boots a fresh interpreter in the same process. */
  async renew() {
    await this.send('boot', {}, RENEW_LIMIT);
  }

  #options(pyodide, wheels, files) {
    const folder = dirname(require.resolve(`${pyodide}/package.json`));
    const loader = readdirSync(folder).find((name) => /^pyodide\.asm\.m?js$/.test(name));
    const data = (name) => readFileSync(join(folder, name));
    const text = (path) => readFileSync(join(here, path), 'utf8');
    const module = (type, path, contents) => ({ type, path: `/${path}`, contents });
    const named = wheels.map((wheel, index) => ({ ...wheel, file: `wheel-${index}.whl` }));
    return {
      host: '127.0.0.1',
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.NONE),
      handleRuntimeStdio: (...streams) => {
        for (const stream of streams) stream.on('data', (chunk) => this.#output.push(String(chunk)));
      },
      compatibilityDate: COMPATIBILITY_DATE,
      modulesRoot: '/',
      modules: [
        module('ESModule', 'worker.js', text('worker.js')),
        module('ESModule', 'actions.mjs', text('actions.mjs')),
        module('ESModule', 'pyodide.mjs', data('pyodide.mjs').toString()),
        module('ESModule', loader, data(loader).toString()),
        module('CompiledWasm', 'pyodide.asm.wasm', data('pyodide.asm.wasm')),
        module('Data', 'python_stdlib.zip', data('python_stdlib.zip')),
        module('Text', 'pyodide-lock.json.txt', data('pyodide-lock.json').toString()),
        module('Text', 'prelude.py.txt', text('prelude.py')),
        ...named.map((wheel) => module('Data', wheel.file, readFileSync(wheel.path))),
      ],
      d1Databases: { DB: 'db' },
      kvNamespaces: { KV: 'kv' },
      r2Buckets: { R2: 'r2' },
      unsafeEvalBinding: 'UNSAFE_EVAL',
      bindings: {
        CONFIG: JSON.stringify({
          loader: `./${loader}`,
          files,
          wheels: named.map(({ file, folder }) => ({ file, folder })),
        }),
      },
    };
  }

  /** Sends an action to the Worker and waits for its answer, at most `limit` milliseconds. */
  async send(action, body, limit) {
    const request = this.#miniflare.dispatchFetch(`http://harness/${action}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new TimedOut(`${action} took more than ${limit} ms`)), limit);
    });
    try {
      const response = await Promise.race([request, late]);
      const answer = await response.text();
      if (!response.ok) throw failure(answer);
      return JSON.parse(answer);
    } finally {
      clearTimeout(timer);
      request.catch(() => {});
    }
  }

  /** What the process printed since the last time. */
  output() {
    return this.#output.splice(0).join('');
  }

  /** Ends the process, whatever it is doing. */
  async stop() {
    await this.#miniflare.dispose();
  }
}

function failure(answer) {
  try {
    const { error, printed } = JSON.parse(answer);
    return Object.assign(new Error(error), { printed });
  } catch {
    return new Error(answer);
  }
}
