import { type Strategy } from '../index.js';

/** What may keep a person from a strategy before it is asked what it would offer. */
const GATES: readonly string[] = ['active', 'consent', 'trigger', 'experiment', 'limits'];

/**
 * A strategy for people who were reached already, as in a history: without its period, consent, segment, trigger, limits and
 * experiment, so that everybody qualifies for its own way.
 */
export function ungated(strategy: Strategy): Strategy {
  const kept = Object.entries(strategy).filter(([key]) => !GATES.includes(key));
  return { ...(Object.fromEntries(kept) as unknown as Strategy), segment: { all: [] } };
}
