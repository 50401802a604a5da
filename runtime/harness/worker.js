// The Worker that runs inside workerd: boots Pyodide once, then runs one case per request.
import * as sockets from 'cloudflare:sockets';
import * as workers from 'cloudflare:workers';

import { OPTIONS, begin, call, described, end } from './actions.mjs';
import prelude from './prelude.py.txt';
import lock from './pyodide-lock.json.txt';
import interpreter from './pyodide.asm.wasm';
import stdlib from './python_stdlib.zip';

const INDEX = 'http://pyodide.invalid/';
const BINDINGS = ['DB', 'KV', 'R2'];

/** What was printed since the last case began. */
const printed = [];
/** The environment of the case that runs, also for `from workers import env`. */
let current = {};
/** The interpreter, once it boots. */
let booting;
/** Whether WebAssembly was patched. */
let compiles = false;

/**
 * Runs `load` while the global scope looks enough like a browser for Pyodide's loader, with WebAssembly compiled through
 * the binding that workerd offers for it, and puts everything back.
 */
async function asBrowser(compiler, load) {
  const nothing = () => {};
  const served = {
    'python_stdlib.zip': stdlib,
    'pyodide-lock.json': lock,
    'pyodide.asm.wasm': '',
  };
  const replaced = new Map([
    ['window', { document: {}, sessionStorage: {} }],
    ['document', { createElement: nothing }],
    ['sessionStorage', {}],
    ['location', { href: INDEX, toString: () => INDEX }],
    ['WorkerGlobalScope', undefined],
    ['addEventListener', nothing],
    ['removeEventListener', nothing],
    ['fetch', async (url) => new Response(served[String(url).split('/').pop()])],
  ]);
  const before = new Map();
  for (const [name, value] of replaced) {
    before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  if (!compiles) patchWebAssembly(compiler);
  compiles = true;
  try {
    return await load();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
    }
  }
}

/** Pyodide makes small WebAssembly modules as long as it lives, so this stays. */
function patchWebAssembly(compiler) {
  const Original = WebAssembly.Module;
  const bytes = (source) => (source instanceof ArrayBuffer ? new Uint8Array(source) : source);
  const Module = function (source) {
    return compiler.newWasmModule(bytes(source));
  };
  Module.prototype = Original.prototype;
  for (const name of ['exports', 'imports', 'customSections']) Module[name] = Original[name].bind(Original);
  WebAssembly.Module = Module;
  WebAssembly.compile = async (source) => new Module(source);
  WebAssembly.instantiate = async (source, imports) => {
    if (source instanceof Original) return new WebAssembly.Instance(source, imports);
    const module = new Module(source);
    return { module, instance: new WebAssembly.Instance(module, imports) };
  };
  WebAssembly.instantiateStreaming = async (response, imports) => {
    await response;
    return { module: interpreter, instance: new WebAssembly.Instance(interpreter, imports) };
  };
}

async function boot(env) {
  const config = JSON.parse(env.CONFIG);
  const print = (line) => printed.push(line);
  for (const level of ['error', 'warn', 'log']) {
    console[level] = (...words) => print(described(words));
  }
  const pyodide = await asBrowser(env.UNSAFE_EVAL, async () => {
    const { loadPyodide } = await import('./pyodide.mjs');
    // Up to 0.29 the module puts a function into the global scope, later ones export it.
    const { default: createPyodideModule } = await import(config.loader);
    return loadPyodide({ ...OPTIONS, createPyodideModule, indexURL: INDEX, stdout: print, stderr: print });
  });
  for (const wheel of config.wheels) {
    const { default: archive } = await import(`./${wheel.file}`);
    pyodide.unpackArchive(archive, 'zip', { extractDir: wheel.folder });
  }
  for (const [path, text] of Object.entries(config.files)) {
    pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
    pyodide.FS.writeFile(path, text);
  }
  const cloudflareWorkersModule = Object.create(workers, { env: { get: () => current } });
  pyodide.registerJsModule('_pyodide_entrypoint_helper', {
    doAnImport: (name) => import(name),
    cloudflareWorkersModule,
    cloudflareSocketsModule: sockets,
    workerEntrypoint: workers.WorkerEntrypoint,
    patchWaitUntil() {},
    patch_env_helper() {},
  });
  pyodide.registerJsModule('_cloudflare_compat_flags', {});
  await pyodide._api.initializeNodeSockFS?.(sockets.connect);
  pyodide.runPython(prelude);
  return pyodide;
}

/** The bindings of this case, emptied, with its variables. */
async function environment(env, setUp) {
  await Promise.all([emptyDatabase(env.DB), emptyNamespace(env.KV), emptyBucket(env.R2)]);
  for (const sql of setUp.sql) await env.DB.prepare(sql).run();
  for (const [key, value] of Object.entries(setUp.kv)) await env.KV.put(key, value);
  const own = Object.fromEntries(BINDINGS.filter((name) => !setUp.without.includes(name)).map((name) => [name, env[name]]));
  return { ...own, ...setUp.vars };
}

async function emptyDatabase(database) {
  const { results } = await database.prepare("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").all();
  for (const { type, name } of results) await database.prepare(`DROP ${type} "${name}"`).run();
}

async function emptyNamespace(namespace) {
  const { keys } = await namespace.list();
  await Promise.all(keys.map(({ name }) => namespace.delete(name)));
}

async function emptyBucket(bucket) {
  const { objects } = await bucket.list();
  await Promise.all(objects.map(({ key }) => bucket.delete(key)));
}

const actions = {
  /** What a new interpreter is; the one before it, dead or not, is dropped. */
  async boot(pyodide) {
    return { pyodide: pyodide.version, python: pyodide.runPython('import platform; platform.python_version()') };
  },

  /** Makes everything ready and loads the snippet. */
  async begin(pyodide, env, ctx, body) {
    printed.length = 0;
    current = await environment(env, body.setUp);
    return begin(pyodide, body, env.DB);
  },

  /** One request of the case. */
  async call(pyodide, env, ctx, body) {
    return call(pyodide, body, current, ctx);
  },

  /** Takes the case away and gives what it printed. */
  async end(pyodide) {
    return end(pyodide, printed);
  },
};

export default {
  async fetch(request, env, ctx) {
    const name = new URL(request.url).pathname.slice(1);
    const body = request.method === 'POST' ? await request.json() : {};
    try {
      if (name === 'boot') booting = boot(env);
      const pyodide = await booting;
      return Response.json(await actions[name](pyodide, env, ctx, body));
    } catch (error) {
      return Response.json({ error: String(error?.message ?? error), printed }, { status: 500 });
    }
  },
};
