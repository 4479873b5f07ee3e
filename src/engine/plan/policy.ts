import { durationMilliseconds, isTimeZone, minuteOfDay, nextAtMinute } from '#strata/kernel';
import { type Language } from '#strata/kernel/texts';
import { StrataError } from '#sdk';
import { type Contact, type ContactPolicy, type ReleaseDocuments, timeZoneOf } from '../index.js';
import { phrasesOf } from '../words/index.js';
import { isCounted } from './caps.js';
import { type CompiledHoldout, compileHoldout } from './holdout-of-all.js';

/** A cap of the policy, in milliseconds. */
interface PolicyCap {
  readonly kind: 'cap';
  /** Null: contacts of every channel count, and offers of every channel are held back. */
  readonly channel: string | null;
  readonly contacts: number;
  readonly within: number;
  readonly document: { readonly within: string };
}

/** Quiet hours of the policy, in minutes since midnight by the person's clock. */
interface QuietSpan {
  readonly kind: 'quiet';
  readonly channel: string | null;
  readonly from: number;
  readonly to: number;
  readonly document: { readonly from: string; readonly to: string };
}

/** One thing that a contact policy asks for. */
export type PolicyRule = PolicyCap | QuietSpan;

/** A contact policy, ready to decide. */
export interface CompiledPolicy {
  /** The caps and then the quiet hours, each in the order of the document. */
  readonly rules: readonly PolicyRule[];
  readonly caps: readonly PolicyCap[];
  /** No cap counts contacts that are older, in milliseconds; 0 without caps. */
  readonly longest: number;
  /** The fact that holds a person's time zone. */
  readonly timeZone: string | null;
  /** The zone of whoever has none. */
  readonly shopZone: string;
  /** Null where nobody is held out of all strategies. */
  readonly holdout: CompiledHoldout | null;
  /** Whether a cap counts the contacts that an offer of this channel makes. */
  counts(channel: string | undefined): boolean;
}

/** What holds a person back from a channel. */
export interface PolicyBlock {
  /** The place of the rule among the policy's. */
  readonly rule: number;
  /** How many contacts a cap counted; 0 of quiet hours. */
  readonly contacts: number;
  /** When it ends: milliseconds since 1970, UTC. */
  readonly until: number;
}

/** Contacts of many people by all strategies and campaigns: those of a row stand in [starts[row], starts[row + 1]). */
export interface PolicyContacts {
  /** One entry more than rows. */
  readonly starts: Uint32Array;
  /** Milliseconds since 1970, UTC. */
  readonly at: Float64Array;
  /** Places in `channels`; {@link ANY_CHANNEL} where it is not known, and then it counts as one of every channel. */
  readonly channel: Uint8Array;
  readonly channels: readonly string[];
}

/** The code of a channel that is not known. */
export const ANY_CHANNEL = 255;

/** The contacts of people who are known one by one. */
export function policyContactsOf(people: readonly (readonly Pick<Contact, 'at' | 'channel'>[])[]): PolicyContacts {
  const channels: string[] = [];
  const all = people.flat();
  const starts = new Uint32Array(people.length + 1);
  people.forEach(({ length }, row) => (starts[row + 1] = (starts[row] ?? 0) + length));
  const codeOf = ({ channel }: Pick<Contact, 'channel'>): number => {
    if (channel === undefined) return ANY_CHANNEL;
    const known = channels.indexOf(channel);
    return known === -1 ? channels.push(channel) - 1 : known;
  };
  return { starts, at: Float64Array.from(all, ({ at }) => at), channel: Uint8Array.from(all, codeOf), channels };
}

/** Compiles the policy of a release; null where it has none. Throws `INVALID_DOCUMENT`. */
export function compilePolicy(documents: Pick<ReleaseDocuments, 'contactPolicy' | 'shop'>): CompiledPolicy | null {
  const { contactPolicy } = documents;
  if (contactPolicy === undefined) return null;
  const caps = (contactPolicy.caps ?? []).map(capOf);
  const quiet = (contactPolicy.quietHours ?? []).map(spanOf);
  return Object.freeze({
    rules: Object.freeze([...caps, ...quiet]),
    caps: Object.freeze(caps),
    longest: Math.max(0, ...caps.map(({ within }) => within)),
    timeZone: quiet.length === 0 ? null : (contactPolicy.timeZone?.fact ?? null),
    shopZone: timeZoneOf(documents),
    holdout: compileHoldout(contactPolicy.holdout),
    counts: (channel: string | undefined) => caps.some((cap) => cap.channel === null || cap.channel === channel),
  });
}

function capOf({ channel, contacts, within }: NonNullable<ContactPolicy['caps']>[number], place: number): PolicyCap {
  const milliseconds = durationMilliseconds(within);
  if (milliseconds === null) throw invalidPolicy(`/caps/${place}/within`, 'not a duration', 'P7D, PT12H, …');
  return Object.freeze({ kind: 'cap', channel: channel ?? null, contacts, within: milliseconds, document: { within } });
}

function spanOf({ channel, from, to }: NonNullable<ContactPolicy['quietHours']>[number], place: number): QuietSpan {
  const minutes = [from, to].map((text) => /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)).map(minutesOf);
  const [start, end] = minutes;
  if (start === undefined || end === undefined) {
    throw invalidPolicy(`/quietHours/${place}`, 'not times of the day', '21:00, 08:00, …');
  }
  return Object.freeze({ kind: 'quiet', channel: channel ?? null, from: start, to: end, document: { from, to } });
}

function minutesOf(parts: RegExpExecArray | null): number | undefined {
  return parts === null ? undefined : Number(parts[1]) * 60 + Number(parts[2]);
}

/** A policy that could not have passed validation. */
function invalidPolicy(pointer: string, message: string, expected: string): StrataError {
  return new StrataError('INVALID_DOCUMENT', 'The contact policy is not valid', {
    problems: [{ message, pointer, expected }],
  });
}

/** What a rule asks for, in words: "at most 2 contacts by sms in 7 days". */
export function policyRuleWords(rule: PolicyRule, language?: Language): string {
  const { policy } = phrasesOf(language);
  const { channel } = rule;
  if (rule.kind === 'quiet') return policy.quiet(channel, rule.document.from, rule.document.to);
  return policy.cap(channel, rule.contacts, rule.document.within);
}

/**
 * The cap that keeps a person's channel closed longest, by the contacts [start, end) of a list in any order; null where
 * every cap has room.
 */
export function capBlock(
  { caps }: CompiledPolicy,
  channel: string | undefined,
  contacts: PolicyContacts,
  { start, end, now }: { readonly start: number; readonly end: number; readonly now: number },
): PolicyBlock | null {
  let block: PolicyBlock | null = null;
  for (let rule = 0; rule < caps.length && end > start; rule++) {
    const cap = caps[rule];
    if (cap === undefined || !holdsFor(cap, channel) || end - start < cap.contacts) continue;
    const counted: number[] = [];
    for (let i = start; i < end; i++) {
      const at = contacts.at[i] ?? 0;
      if (isCounted(cap, at, now) && isOfChannel(cap, contacts, i)) counted.push(at);
    }
    if (counted.length < cap.contacts) continue;
    const oldest = counted.sort((a, b) => b - a)[cap.contacts - 1] ?? 0;
    const until = oldest + cap.within;
    if (until > (block?.until ?? -Infinity)) block = { rule, contacts: counted.length, until };
  }
  return block;
}

function holdsFor({ channel }: PolicyRule, asked: string | undefined): boolean {
  return channel === null || channel === asked;
}

function isOfChannel({ channel }: PolicyCap, contacts: PolicyContacts, place: number): boolean {
  const code = contacts.channel[place] ?? ANY_CHANNEL;
  return channel === null || code === ANY_CHANNEL || contacts.channels[code] === channel;
}

/** The quiet hours in which a channel is closed to whoever lives in this zone, those that end last; null where it is open. */
export function quietBlock(
  { rules, caps }: CompiledPolicy,
  channel: string | undefined,
  zone: string,
  now: number,
): PolicyBlock | null {
  let block: PolicyBlock | null = null;
  for (let rule = caps.length; rule < rules.length; rule++) {
    const span = rules[rule];
    if (span?.kind !== 'quiet' || !holdsFor(span, channel) || !isInside(span, minuteOfDay(now, zone))) continue;
    const until = nextAtMinute(now, zone, span.to);
    if (until > (block?.until ?? -Infinity)) block = { rule, contacts: 0, until };
  }
  return block;
}

function isInside({ from, to }: QuietSpan, minute: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** The time zone of a person: what the fact says, or the shop's where that is no time zone. */
export function zoneOf({ shopZone }: Pick<CompiledPolicy, 'shopZone'>, told: unknown): string {
  return typeof told === 'string' && isKnownZone(told) ? told : shopZone;
}

const zones = new Map<string, boolean>();
/** There are a few hundred; whatever else profiles hold must not fill the memory. */
const MOST_ZONES = 2_000;

function isKnownZone(name: string): boolean {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (zones.size >= MOST_ZONES) zones.clear();
  const is = isTimeZone(name);
  zones.set(name, is);
  return is;
}
