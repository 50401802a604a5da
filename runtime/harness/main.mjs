// Executes cases on one Pyodide. Standard input: a line of JSON that says which, then one for each case. Standard
// output: a line of JSON for each, in the same order; the first names the versions.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

import { runCase } from './case.mjs';
import { Echo } from './echo.mjs';
import { Isolate } from './isolate.mjs';
import { bundledSdk } from './sdk.mjs';
import { TimedOut } from './timed-out.mjs';

const require = createRequire(import.meta.url);

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => {
  const { value, done } = await lines.next();
  return done ? undefined : JSON.parse(value);
};
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

const station = await next();
const bundled = Object.entries(bundledSdk(require('workerd').default));
const files = Object.fromEntries([
  ...bundled.map(([path, source]) => [`/packages/bundled/${path}`, source]),
  ...Object.entries(station.files),
]);
const start = () => Isolate.start({ ...station, files });

/** The isolate for the next case: the same process with a fresh interpreter or, where none comes up in it, another one. */
async function fresh(spent) {
  if (spent === 'interpreter') {
    try {
      await isolate.renew();
      return isolate;
    } catch (error) {
      if (!(error instanceof TimedOut)) throw error;
    }
  }
  await isolate.stop();
  return start();
}

const echo = await Echo.start();
let isolate = await start();
say({
  versions: {
    ...isolate.versions,
    miniflare: require('miniflare/package.json').version,
    workerd: require('workerd/package.json').version,
  },
});

for (let body = await next(); body; body = await next()) {
  const { outcome, spent } = await runCase(isolate, echo, body);
  say(outcome);
  if (spent) isolate = await fresh(spent);
}
await isolate.stop();
echo.stop();
