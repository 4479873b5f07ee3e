import { type DecisionInput } from '../../index.js';
import {
  capBlock,
  type CompiledPolicy,
  type CompiledRelease,
  policyContactsOf,
  quietBlock,
  zoneOf,
} from '../../plan/index.js';
import { type PolicyStep } from './steps.js';

/** What the contact policy has against offers of a channel to this person now; null where it has nothing. */
export type HeldBack = (channel: string | undefined) => PolicyStep | null;

/** The contact policy for one person, each channel looked at once; null where none is published. */
export function heldBackOf(input: DecisionInput, { policy }: CompiledRelease): HeldBack | null {
  if (policy === null) return null;
  const found = new Map<string | undefined, PolicyStep | null>();
  const contacts = policyContactsOf([input.contacts]);
  const range = { start: 0, end: input.contacts.length, now: input.now };
  return (channel) => {
    let step = found.get(channel);
    if (step !== undefined) return step;
    const capped = capBlock(policy, channel, contacts, range);
    const block = capped ?? quietBlock(policy, channel, personZone(input, policy), input.now);
    const code = capped === null ? 'QUIET_HOURS' : 'CAPPED';
    step = block === null ? null : Object.freeze({ code, stage: 'caps', channel, block });
    found.set(channel, step);
    return step;
  };
}

/** The time zone by which a person's quiet hours count. */
export function personZone({ facts }: Pick<DecisionInput, 'facts'>, policy: CompiledPolicy): string {
  const { timeZone } = policy;
  return zoneOf(policy, timeZone !== null && Object.hasOwn(facts, timeZone) ? facts[timeZone] : undefined);
}
