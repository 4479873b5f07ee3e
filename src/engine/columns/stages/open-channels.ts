import { factAt } from '../../conditions/index.js';
import {
  capBlock,
  type CompiledPolicy,
  type CompiledStrategy,
  type PolicyBlock,
  quietBlock,
  zoneOf,
} from '../../plan/index.js';
import { NONE } from '../rows/decided-people.js';
import { type People } from '../rows/people.js';
import { rowsWith } from '../rows/row-numbers.js';

/** What holds a channel back, row by row. */
interface HeldChannel {
  /** Places of the policy's rules; `NONE` where the channel is open. */
  readonly rules: Uint8Array;
  /** When they let go: milliseconds since 1970, UTC; NaN where the channel is open. */
  readonly until: Float64Array;
}

/** What the contact policy has against each channel, row by row; looked at once a channel. */
export interface OpenChannels {
  held(channel: string | undefined): HeldChannel;
  /** Those of the rows to whom the channel is open. */
  open(channel: string | undefined, rows: Uint32Array): Uint32Array;
  /** Whether a rule, by its place, is about quiet hours. */
  isQuiet(rule: number): boolean;
}

/** Null without a contact policy. */
export function openChannels({ policy }: CompiledStrategy, people: People): OpenChannels | null {
  if (policy === null) return null;
  const found = new Map<string | undefined, HeldChannel>();
  const held = (channel: string | undefined): HeldChannel => {
    const known = found.get(channel) ?? heldChannel(policy, channel, people);
    found.set(channel, known);
    return known;
  };
  return {
    held,
    open: (channel, rows) => rowsWith(held(channel).rules, NONE, rows),
    isQuiet: (rule) => policy.rules[rule]?.kind === 'quiet',
  };
}

function heldChannel(policy: CompiledPolicy, channel: string | undefined, people: People): HeldChannel {
  const held = {
    rules: new Uint8Array(people.rows).fill(NONE),
    until: new Float64Array(people.rows).fill(Number.NaN),
  };
  holdQuiet(policy, channel, people, held);
  const { policyContacts, now } = people;
  if (policyContacts === undefined) return held;
  const { starts } = policyContacts;
  for (let row = 0; row < people.rows; row++) {
    const [start, end] = [starts[row] ?? 0, starts[row + 1] ?? 0];
    if (start === end) continue;
    const block = capBlock(policy, channel, policyContacts, { start, end, now });
    if (block !== null) hold(held, row, block);
  }
  return held;
}

function hold({ rules, until }: HeldChannel, row: number, block: PolicyBlock): void {
  rules[row] = block.rule;
  until[row] = block.until;
}

/** Asked once a time zone. */
function holdQuiet(policy: CompiledPolicy, channel: string | undefined, people: People, held: HeldChannel): void {
  if (policy.rules.length === policy.caps.length) return;
  const ofZone = new Map<unknown, PolicyBlock | null>();
  const column = policy.timeZone === null ? undefined : people.facts.get(policy.timeZone);
  const blockOf = (told: unknown): PolicyBlock | null => {
    let block = ofZone.get(told);
    if (block !== undefined) return block;
    block = quietBlock(policy, channel, zoneOf(policy, told), people.now);
    ofZone.set(told, block);
    return block;
  };
  for (let row = 0; row < people.rows; row++) {
    const block = blockOf(column === undefined ? undefined : factAt(column, row));
    if (block !== null) hold(held, row, block);
  }
}
