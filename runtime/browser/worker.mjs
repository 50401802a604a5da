// One Pyodide in a worker of its own: boots it, then does what `../harness/case.mjs` asks for. Every message has the id of
// its question.

import { OPTIONS, begin, call, described, end } from '../harness/actions.mjs';
import { install } from './peer.mjs';

/** How long a call may still answer after the interpreter has died, in milliseconds. */
const LAST_WORDS = 500;

const printed = [];
let pyodide;
/** Rejected once the interpreter has died: a call that was suspended then never answers. */
let death;
let env = {};
let takeReceived;

/** Loads Pyodide from `base`, where the files of its npm package are. */
async function boot({ base, prelude }) {
  const print = (line) => printed.push(line);
  for (const level of ['error', 'warn', 'log']) console[level] = (...words) => print(described(words));
  try {
    const { loadPyodide } = await loader(`${base}pyodide.mjs`);
    pyodide = await loadPyodide({ ...OPTIONS, indexURL: base, stdout: print, stderr: print });
  } catch (error) {
    throw Object.assign(new Error(String(error?.message ?? error)), { missing: true });
  }
  death = new Promise((_, reject) => {
    pyodide._api.on_fatal = (error) => {
      setTimeout(() => reject(error), LAST_WORDS);
      // The call that died fails a second time, with nobody to hear it.
      self.addEventListener('unhandledrejection', (event) => event.preventDefault());
    };
  });
  death.catch(() => {});
  // After the last file of Pyodide, before Python takes `fetch` out of the global scope.
  takeReceived = install(self);
  pyodide.runPython(prelude);
  return { pyodide: pyodide.version, python: pyodide.runPython('import platform; platform.python_version()') };
}

/** A module, or an error that says why there is none: the message of `import` says only that it failed. */
async function loader(url) {
  try {
    return await import(url);
  } catch (error) {
    throw new Error(await reason(url, error));
  }
}

async function reason(url, error) {
  let response;
  try {
    response = await fetch(url);
  } catch {
    return `${url} cannot be reached`;
  }
  if (!response.ok) return `${url} is not there (status ${response.status})`;
  const type = response.headers.get('content-type') ?? 'nothing';
  return /javascript/.test(type) ? String(error?.message ?? error) : `${url} is no script, but ${type}`;
}

const actions = {
  boot,
  async begin(body) {
    printed.length = 0;
    takeReceived();
    env = { ...body.setUp.vars };
    return begin(pyodide, body, null);
  },
  call: (body) => Promise.race([call(pyodide, body, env, {}), death]),
  async end() {
    return { ...(await end(pyodide, printed)), server: takeReceived() };
  },
};

self.addEventListener('message', async ({ data: { id, action, body } }) => {
  try {
    self.postMessage({ id, answer: await actions[action](body) });
  } catch (error) {
    const failure = { message: String(error?.message ?? error), missing: error?.missing === true };
    self.postMessage({ id, failure: { ...failure, printed: [...printed], server: takeReceived?.() ?? [] } });
  }
});

self.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  self.postMessage({ blocked: `${violatedDirective} ${blockedURI}` });
});
self.postMessage({ id: 'begun' });
