import { factAt } from '../../conditions/index.js';
import { capBlock, type CompiledPolicy, type CompiledStrategy, quietBlock, zoneOf } from '../../plan/index.js';
import { NONE } from '../rows/decided-people.js';
import { type People } from '../rows/people.js';
import { rowsWith } from '../rows/row-numbers.js';

/** What the contact policy has against each channel, row by row; looked at once a channel. */
export interface OpenChannels {
  /** By row the place of the policy's rule that holds the channel back; `NONE` where it is open. */
  rules(channel: string | undefined): Uint8Array;
  /** Those of the rows to whom the channel is open. */
  open(channel: string | undefined, rows: Uint32Array): Uint32Array;
  /** Whether a rule, by its place, is about quiet hours. */
  isQuiet(rule: number): boolean;
}

/** Null without a contact policy. */
export function openChannels({ policy }: CompiledStrategy, people: People): OpenChannels | null {
  if (policy === null) return null;
  const found = new Map<string | undefined, Uint8Array>();
  const rules = (channel: string | undefined): Uint8Array => {
    const known = found.get(channel) ?? rulesOf(policy, channel, people);
    found.set(channel, known);
    return known;
  };
  return {
    rules,
    open: (channel, rows) => rowsWith(rules(channel), NONE, rows),
    isQuiet: (rule) => policy.rules[rule]?.kind === 'quiet',
  };
}

function rulesOf(policy: CompiledPolicy, channel: string | undefined, people: People): Uint8Array {
  const held = new Uint8Array(people.rows).fill(NONE);
  holdQuiet(policy, channel, people, held);
  const { policyContacts, now } = people;
  if (policyContacts === undefined) return held;
  const { starts } = policyContacts;
  for (let row = 0; row < people.rows; row++) {
    const [start, end] = [starts[row] ?? 0, starts[row + 1] ?? 0];
    if (start === end) continue;
    held[row] = capBlock(policy, channel, policyContacts, { start, end, now })?.rule ?? held[row] ?? NONE;
  }
  return held;
}

/** Asked once a time zone. */
function holdQuiet(policy: CompiledPolicy, channel: string | undefined, people: People, held: Uint8Array): void {
  if (policy.rules.length === policy.caps.length) return;
  const ofZone = new Map<unknown, number>();
  const column = policy.timeZone === null ? undefined : people.facts.get(policy.timeZone);
  const ruleOf = (told: unknown): number => {
    const known = ofZone.get(told) ?? quietBlock(policy, channel, zoneOf(policy, told), people.now)?.rule ?? NONE;
    ofZone.set(told, known);
    return known;
  };
  if (column === undefined) held.fill(ruleOf(undefined));
  else for (let row = 0; row < people.rows; row++) held[row] = ruleOf(factAt(column, row));
}
