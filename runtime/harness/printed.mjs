// What was printed, and making text independent of this machine and of the day.

/** Headings of stack traces, of which the last line is kept. */
const HEADINGS = [
  'Traceback (most recent call last):',
  'Stack (most recent call first):',
  'The cause of the fatal error was:',
  'During handling of the above exception, another exception occurred:',
  'The above exception was the direct cause of the following exception:',
];

/** Advice that follows a warning. */
const ADVICE = /^\w+: Enable tracemalloc to get the object allocation traceback$/;

/** The lines that say something: not blank, no stack frames, each once in a row; warnings without their place. */
export function lines(text) {
  const said = text.split('\n').map((line) => line.trimEnd().replace(/^\S+:\d+: (?=\w+Warning: )/, ''));
  const kept = said.filter((line) => /^\S/.test(line) && !HEADINGS.includes(line) && !ADVICE.test(line));
  return kept.filter((line, index) => line !== kept[index - 1]);
}

/** The same value with what differs between machines and days replaced in every text of it. */
export function unplaced(value, echo) {
  const clean = (text) =>
    text
      .replaceAll(echo, 'http://echo.example/')
      .replace(/\b0x[0-9a-f]{4,}/g, '0x…')
      .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, '…');
  return JSON.parse(JSON.stringify(value, (_, part) => (typeof part === 'string' ? clean(part) : part)));
}
