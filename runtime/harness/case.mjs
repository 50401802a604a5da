// One case: set-up, calls, what is left behind.
import { lines, unplaced } from './printed.mjs';
import { TimedOut } from './timed-out.mjs';

/** How long the set-up and the clearing away may take, in milliseconds. */
const AROUND = 60_000;

/** How long the clearing away may take after a request that hung. */
const BRIEFLY = 2_000;

/** Runs a case and says what is spent afterwards: the `process`, the `interpreter` or nothing. */
export async function runCase(isolate, echo, body) {
  echo.take();
  isolate.output();
  await isolate.send('begin', { ...body, echo: echo.url }, AROUND);
  const request = { method: 'GET', path: '/', headers: {}, ...body.request };
  const calls = Array.from({ length: body.atOnce }, () => answer(isolate, request, body.limit));
  const answers = await Promise.all(calls);
  const hung = answers.some((one) => one.hung);
  const after = await isolate.send('end', {}, hung ? BRIEFLY : AROUND).catch((error) => error);
  const dead = after instanceof Error && !(after instanceof TimedOut);
  const outcome = {
    answers,
    server: echo.take(),
    log: lines([...(after.printed ?? []), isolate.output()].join('\n')),
    next_request: dead ? after.message : undefined,
  };
  const stuck = after instanceof TimedOut || hung;
  const spent = stuck ? 'process' : dead || answers.some((one) => one.failed !== undefined) ? 'interpreter' : undefined;
  return { outcome: unplaced(outcome, echo.url), spent };
}

async function answer(isolate, request, limit) {
  try {
    return await isolate.send('call', { request }, limit);
  } catch (error) {
    if (error instanceof TimedOut) return { hung: { after: Math.round(limit / 1000) } };
    return { failed: error.message.split('\n')[0] };
  }
}
