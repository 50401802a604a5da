// What a page loads when a reader wants to see an example run: it keeps one interpreter at a time, for as long as it lives.

import { runCase } from '../harness/case.mjs';
import { Interpreter, Missing, Stopped } from './interpreter.mjs';

export { compare, words } from './wording.mjs';
export { Missing, Stopped };

let current;
/** Whether the interpreter of the last run died of it. */
let died = false;
/** Counts what readers start and stop: a run whose turn is over goes no further. */
let turn = 0;

/** The prelude, loaded once. */
let prelude;

async function loadPrelude() {
  const address = new URL('../harness/prelude.py', import.meta.url).href;
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw new Missing(`${address} is not there`);
  return response.text();
}

/**
 * Runs a case on the Pyodide at `base`; gives its outcome, and whether the `interpreter` or the whole `process` is spent.
 * `say` hears what is under way: `load`, `renew` in place of an interpreter that died, `run`.
 */
export async function run(base, body, say) {
  const mine = (turn += 1);
  prelude ??= await loadPrelude();
  if (mine !== turn) throw new Stopped('stopped');
  const usable = current?.base === base && current.interpreter.alive;
  const interpreter = usable ? current.interpreter : await start(base, say);
  say('run');
  const { outcome, spent } = await runCase(interpreter, interpreter.echo, body);
  if (interpreter.stopped) throw new Stopped('stopped');
  if (spent) interpreter.stop();
  died = Boolean(spent);
  return { outcome, spent };
}

async function start(base, say) {
  current?.interpreter.stop();
  say(died ? 'renew' : 'load');
  died = false;
  // By the time it is ready, the reader may have stopped it and started another.
  const interpreter = new Interpreter(base, prelude);
  current = { base, interpreter };
  try {
    await interpreter.ready;
    return interpreter;
  } catch (error) {
    interpreter.stop();
    throw error;
  }
}

/** Ends what is under way. */
export function stop() {
  turn += 1;
  current?.interpreter.stop();
}
