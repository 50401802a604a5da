// The one failure that a case itself reacts to.

/** Thrown when nothing came back in time. */
export class TimedOut extends Error {}
