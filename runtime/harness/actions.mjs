// What an interpreter that has run `prelude.py` is asked to do, one case at a time. Works wherever Pyodide does.

/** What an interpreter for cases is loaded with. */
export const OPTIONS = { env: { HOME: '/session' }, fullStdLib: false };

/** Values that a message of the console consists of, as text. */
export function described(words) {
  return words.map((word) => (word instanceof Error ? (word.stack ?? String(word)) : String(word))).join(' ');
}

/**
 * A function of the prelude, called so that Python may suspend in it, as workerd calls a handler. Some browsers have no
 * stack to switch to; there only `run_sync` fails.
 */
async function run(pyodide, name, ...args) {
  const callable = pyodide.globals.get(name);
  return 'Suspending' in WebAssembly ? callable.callPromising(...args) : callable(...args);
}

/** Loads the snippet. What importing it raises is kept for the calls. */
export async function begin(pyodide, body, database) {
  await run(pyodide, 'begin', JSON.stringify(body), database);
  return {};
}

/** One request of the case. */
export async function call(pyodide, body, env, ctx) {
  const request = new Request(`https://worker.example${body.request.path}`, body.request);
  return JSON.parse(await run(pyodide, 'call', env, ctx, request));
}

/** Takes the case away and gives what it printed. */
export async function end(pyodide, printed) {
  await run(pyodide, 'settle');
  const said = [...printed];
  await run(pyodide, 'end');
  return { printed: said };
}
