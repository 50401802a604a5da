// The `workers` package and `asgi.py` that workerd brings along.
import { readFileSync } from 'node:fs';

const PREFIX = 'pyodide-internal:workers-api/src/';
const MODULES = ['asgi.py', 'workers/__init__.py', 'workers/_workers.py', 'workers/workflows.py'];

/** The Python files of the SDK that is compiled into this workerd, by path. */
export function bundledSdk(workerd) {
  return extract(readFileSync(workerd));
}

/**
 * The program holds each file as its name, NUL, and its text, both padded with NUL to whole words; a text that fills its
 * last word is followed by the next name at once.
 */
export function extract(program) {
  return Object.fromEntries(MODULES.map((module) => [module, textAfter(program, PREFIX + module)]));
}

function textAfter(program, name) {
  const at = program.indexOf(`${name}\0`);
  if (at < 0) throw new Error(`this workerd holds no ${name}`);
  let start = at + name.length;
  while (program[start] === 0) start += 1;
  const ends = [program.indexOf(0, start), program.indexOf('\npyodide-internal:', start) + 1];
  return program.toString('utf8', start, Math.min(...ends.filter((end) => end > 0)));
}
