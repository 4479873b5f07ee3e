import { type DecidedPeople, NONE } from '#strata/engine/columns';
import { type CompiledStrategy, policyRuleWords } from '#strata/engine/plan';
import { type Language } from '#strata/kernel/texts';
import { campaignPhrases } from '../../words/index.js';

/** How many people a rule of the contact policy holds back. */
export interface HeldCount {
  /** The place of the rule among the policy's: the caps, then the quiet hours. */
  readonly rule: number;
  readonly people: number;
  /** When it lets go of the last of them: milliseconds since 1970, UTC. */
  readonly until: number;
}

/** The same as a manifest says it. */
export interface HeldPeople extends Omit<HeldCount, 'until'> {
  /** ISO 8601, UTC. */
  readonly until: string;
  /** "41,200 people are held back: at most 2 contacts by sms in 7 days, the last until 2026-12-01 08:00 (UTC)". */
  readonly words: string;
}

/** Whom the contact policy holds back of those who were decided about, by the rule that a single decision names. */
export function heldIn({ heldBy, heldUntil }: Pick<DecidedPeople, 'heldBy' | 'heldUntil'>): readonly HeldCount[] {
  const counts = new Map<number, HeldCount>();
  heldBy?.forEach((rule, row) => {
    if (rule === NONE) return;
    const known = counts.get(rule);
    const until = Math.max(known?.until ?? -Infinity, heldUntil?.[row] ?? -Infinity);
    counts.set(rule, { rule, people: (known?.people ?? 0) + 1, until });
  });
  return [...counts.values()];
}

/** All together, by rule. */
export function sumHeld(counts: readonly HeldCount[]): readonly HeldCount[] {
  const sums = new Map<number, HeldCount>();
  for (const { rule, people, until } of counts) {
    const known = sums.get(rule) ?? { people: 0, until: -Infinity };
    sums.set(rule, { rule, people: known.people + people, until: Math.max(known.until, until) });
  }
  return [...sums.values()].sort((a, b) => a.rule - b.rule);
}

/** What a manifest says of those whom the strategy's policy holds back. @param language of the words; English unless told */
export function heldPeople(
  { policy }: CompiledStrategy,
  counts: readonly HeldCount[],
  language?: Language,
): readonly HeldPeople[] {
  return sumHeld(counts).flatMap(({ rule: place, people, until }) => {
    const rule = policy?.rules[place];
    if (rule === undefined || policy === null) return [];
    const last = { until, zone: policy.shopZone };
    const words = campaignPhrases(language).heldUntil(people, policyRuleWords(rule, language), last);
    return [{ rule: place, people, until: new Date(until).toISOString(), words }];
  });
}
