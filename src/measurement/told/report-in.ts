import { z } from 'zod';
import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { estimate, figure } from '#strata/models/training';
import { messageIn, withNotesIn } from '#strata/platform/messages';
import { backtestPhrases, comparedVerdict, ladderSentences } from '../backtest/index.js';

/** A report as it is stored: JSON, its sentences in English. */
type StoredReport = Readonly<Record<string, unknown>>;

const basis = z.enum(['incremental', 'gross']);
const plan = z.discriminatedUnion('by', [
  z.object({ by: z.literal('audience'), audience: figure, share: figure }),
  z.object({ by: z.literal('budget'), budget: figure }),
]);

const storedSelectors = z.object({
  selectors: z.array(
    z.looseObject({
      selector: z.enum(['strategy', 'human rule', 'random', 'response model', 'two-model method']),
      title: z.string(),
      audience: figure,
      profit: estimate,
      strategyAhead: z.looseObject({ profit: estimate }).nullable(),
    }),
  ),
  basis,
  plan,
  sweep: z.object({ chosen: figure }).nullable(),
  history: z.object({ outOfTime: z.boolean(), period: z.looseObject({}).nullable() }),
  verdict: z.object({ outcome: z.string(), sentences: z.array(z.string()) }),
});

const level = z.enum(['everybody', 'segment', 'trigger', 'predictive', 'human rule']);
const storedLadder = z.object({
  levels: z.array(
    z.looseObject({
      level,
      title: z.string(),
      step: z.looseObject({ from: level, profit: estimate, value: estimate }).nullable(),
    }),
  ),
  basis,
  equal: plan,
  obstacle: z.string().nullable(),
});

/**
 * What a backtest found, told again by its kinds and figures; notes and reasons, which are kept as text, by their
 * templates. Where a report lacks the figures, its English words stand.
 */
export function reportIn(report: StoredReport, language: Language): StoredReport {
  if (language === DEFAULT_LANGUAGE) return report;
  return { ...withNotesIn(language, report), ...selectorsIn(report, language), ...ladderIn(report, language) };
}

function selectorsIn(report: StoredReport, language: Language): StoredReport {
  const { data } = storedSelectors.safeParse(report);
  if (data === undefined) return {};
  const { history, verdict, selectors, sweep, ...grounds } = data;
  const { outOfTime, period } = history;
  const again = comparedVerdict({ ...grounds, selectors, outOfTime, hasTime: period !== null }, language);
  const sentences = verdict.sentences.map((sentence) => messageIn(language, sentence));
  const titles = backtestPhrases(language).selectors;
  return {
    verdict: again?.outcome === verdict.outcome ? again : { ...verdict, sentences },
    selectors: selectors.map((one) => ({ ...one, title: titleOf(one) })),
  };

  function titleOf({ selector, title }: (typeof selectors)[number]): string {
    if (selector === 'human rule') return title;
    return selector === 'two-model method' ? titles[selector](sweep?.chosen ?? 0) : titles[selector];
  }
}

function ladderIn(report: StoredReport, language: Language): StoredReport {
  const { data } = storedLadder.safeParse(report);
  if (data === undefined) return {};
  const { levels, equal, obstacle } = data;
  const phrases = backtestPhrases(language);
  return {
    levels: levels.map((one) => ({
      ...one,
      title: one.level === 'human rule' ? one.title : phrases.levels[one.level],
    })),
    sentences: ladderSentences(levels, equal, data.basis, language),
    obstacle: obstacle && (data.basis === 'gross' ? phrases.everybodyOffered : messageIn(language, obstacle)),
  };
}
