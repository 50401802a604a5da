// The page's end of a worker with Pyodide in it, with the face that `../harness/case.mjs` expects of an isolate.

import { TimedOut } from '../harness/timed-out.mjs';
import { ADDRESS } from './peer.mjs';

/** Thrown at everybody who waits when a reader stops a run. */
export class Stopped extends Error {}

/** Thrown where Pyodide, or what calls it, could not be loaded; the message says what is wrong. */
export class Missing extends Error {}

export class Interpreter {
  #worker;
  #waiting = new Map();
  #asked = 0;
  #blocked = [];
  #server = [];
  /** Whether it takes another case. */
  alive = true;
  /** Whether the reader ended it. */
  stopped = false;
  #booted = false;

  /** Starts a worker and boots the Pyodide at `base` in it; `ready` tells when that is done. */
  constructor(base, prelude) {
    this.#worker = new Worker(startingPoint(), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }) => this.#hear(data));
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      const message = event.message || 'the browser ended the worker';
      this.#end(this.#booted ? new Error(message) : new Missing(message));
    });
    this.ready = this.#boot(base, prelude);
  }

  async #boot(base, prelude) {
    await this.#answer('begun');
    const versions = await this.send('boot', { base, prelude });
    this.#booted = true;
    return versions;
  }

  #hear({ id, answer, failure, lost, blocked }) {
    if (blocked) this.#blocked.push(blocked);
    if (lost) this.#end(new Missing(lost));
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    this.#server.push(...(answer?.server ?? failure?.server ?? []));
    if (failure) waiting.reject(this.#failed(failure));
    else waiting.resolve(answer);
  }

  #failed({ message, missing, printed }) {
    const blocked = this.#blocked.length ? ` (the policy of this site blocked ${this.#blocked.join(', ')})` : '';
    return missing ? new Missing(message + blocked) : Object.assign(new Error(message), { printed });
  }

  /** Asks for an action; with a `limit`, for at most that many milliseconds. */
  async send(action, body, limit) {
    if (!this.alive) throw new Stopped('the worker has ended');
    const id = (this.#asked += 1);
    const answer = this.#answer(id);
    this.#worker.postMessage({ id, action, body });
    if (limit === undefined) return answer;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new TimedOut(`${action} took more than ${limit} ms`)), limit);
    });
    answer.catch(() => {});
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #answer(id) {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** What the process printed apart from the interpreter: a worker has nowhere else to print. */
  output() {
    return '';
  }

  /** The server that examples talk to. */
  get echo() {
    return { url: ADDRESS, take: () => this.#server.splice(0) };
  }

  /** Ends the worker, whatever it is doing. */
  stop() {
    this.stopped = true;
    this.#end(new Stopped('stopped'));
  }

  #end(error) {
    this.alive = false;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/**
 * The address of a script that imports that of the worker.
 *
 * It is a text of this page, so that the worker is bound by the policy of the page whatever the host serves: a worker with
 * an address of its own is bound only by the headers of its response.
 */
function startingPoint() {
  const script = new URL('worker.mjs', import.meta.url).href;
  const text = `import(${JSON.stringify(script)}).catch(error => postMessage({ lost: String(error) }));`;
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}
