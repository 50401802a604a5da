// Outcomes in words: those of `catalog/src/model/wording.rs`, with which pages show recorded ones.

/** One line for each thing that happened. */
export function words({ answers, server = [], log = [], next_request: next }) {
  const lines = [...answers.map(answered), ...server.map(got), ...log.map((line) => `log: ${line}`)];
  if (next) lines.push(`the interpreter is dead; the next request: ${next}`);
  return lines.join('\n');
}

function answered(answer) {
  const [kind, value] = Object.entries(answer)[0];
  return {
    returned: () => `returned: ${typeof value === 'string' ? value : json(value)}`,
    response: () => `response: ${value.status}${message(value)}`,
    raised: () => `raised: ${value}`,
    failed: () => `the request failed: ${value}`,
    hung: () => `no answer within ${value.after} seconds`,
  }[kind]();
}

function got(request) {
  return `the server got: ${request.method}${message(request)}`;
}

function message({ headers = [], body }) {
  return headers.map((header) => `\n  ${header}`).join('') + (body ? `\n  body: ${body}` : '');
}

/** JSON with its keys in order. */
function json(value) {
  const sorted = (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part;
  return JSON.stringify(value, sorted);
}

/**
 * How an outcome compares with a recorded one: the `same`; `alike` where only words differ, as those of the errors of
 * different JavaScript engines do; or `different`.
 */
export function compare(outcome, recorded) {
  if (json(full(outcome)) === json(full(recorded))) return 'same';
  return json(kind(outcome)) === json(kind(recorded)) ? 'alike' : 'different';
}

/** An outcome with what may be left out. */
function full({ answers, server = [], log = [], next_request: next = null }) {
  const requests = server.map(({ method, headers = [], body = '' }) => ({ method, headers, body }));
  return { answers: answers.map(filled), server: requests, log, next };
}

function filled(answer) {
  return answer.response ? { response: { headers: [], ...answer.response } } : answer;
}

/** What does not depend on who words an error: whether there was one, of which type, and whether Python survived it. */
function kind(outcome) {
  const { answers, server, next } = full(outcome);
  const typed = ({ raised, ...other }) => (raised === undefined ? other : { raised: /^(?:[\w.]+(?:: (?=[A-Z]\w*(?:Error|Exception)\b)|))+/.exec(raised)?.[0] });
  return { answers: answers.map(typed), server, dead: next !== null };
}
