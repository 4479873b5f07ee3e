import { type InjectionToken } from '@nestjs/common';
import { type Language } from '#strata/kernel/texts';
import { contribution, type ContributionKind } from '../contributions/index.js';

/** What may need attention. */
export const ATTENTION_KINDS = [
  'switchedOff',
  'guardrail',
  'drift',
  'failedJob',
  'backlog',
  'budget',
  'stock',
  'eventsChanged',
  'eventsMissing',
  'eventsRejected',
  'releaseWarning',
  'notLookedAt',
] as const;

/** `now`: something does not work, or costs money; `soon`: it will not for long; `later`: it is worth a look. */
export const URGENCIES = ['now', 'soon', 'later'] as const;

/** Something that somebody should look at. */
export interface AttentionEntry {
  readonly kind: (typeof ATTENTION_KINDS)[number];
  readonly urgency: (typeof URGENCIES)[number];
  /** What it is about, as the audit log names it: `strategy:win-back-coupon`; of a job its kind: `train:churn`. */
  readonly subject: string;
  /** What people call that. */
  readonly title: string;
  /** ISO 8601, UTC; null where nobody knows. */
  readonly since: string | null;
  /** What is the matter, in words. */
  readonly words: string;
  /** The figures of the kind, by name: `used` and `limit` of a budget. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Who knows of something that needs attention. It answers at once: what takes long is looked at beforehand. */
export interface AttentionSource {
  /**
   * @param now milliseconds since 1970, UTC
   * @param language that it is told in, English unless told; sentences of message templates may stay English: whoever asks
   *   over HTTP gets them in the language
   */
  attention(now: number, language?: Language): Promise<readonly AttentionEntry[]>;
}

/** The tokens of the {@link AttentionSource}s that modules bring along. */
export const AttentionSources: ContributionKind<InjectionToken<AttentionSource>> = contribution('sources of attention');

/** The most urgent first, and of those the latest. */
export function byUrgency(entries: readonly AttentionEntry[]): readonly AttentionEntry[] {
  return entries.toSorted(
    (a, b) =>
      URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency) || (b.since ?? '').localeCompare(a.since ?? '', 'en'),
  );
}
