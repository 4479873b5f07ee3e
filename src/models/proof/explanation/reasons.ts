import { type Language } from '#strata/kernel/texts';
import { type FactCatalogue } from '#strata/engine';
import { inLanguage, type Phrases, phrasesOf } from '#strata/engine/words';
import { type Contribution, type Contributions, type Scorer } from '#strata/scoring';
import { type ColumnForms } from '../../datasets/index.js';
import { modelPhrases } from '../../words/index.js';
import { answerOf, columnNumber } from './value-words.js';
import { effectsOf, effectWords, scoreWords } from './effects.js';
import { type EffectUnit } from './model-explanation.js';

/** Why one person's score is what it is, strongest first: base + reasons + rest = score. */
export interface ScoreReasons {
  /** `effect`: the score is the difference that the best offer makes, of an uplift model. */
  readonly of: 'score' | 'effect';
  readonly unit: EffectUnit;
  readonly score: number;
  /** The score of the average person. */
  readonly base: number;
  readonly reasons: readonly ScoreReason[];
  /** All other features together. */
  readonly rest: { readonly features: number; readonly effect: number };
  /** Standard error of the most uncertain effect, where they were sampled; absent where they are exact. */
  readonly standardError?: number;
}

/** What one feature did to the score. */
interface ScoreReason {
  readonly feature: string;
  /** The person's value; null where it is missing or training did not know it. */
  readonly value: number | string | null;
  /** In the unit of the reasons: 0.01 is one point. */
  readonly effect: number;
  /** "has not ordered for 212 days: −12 points". */
  readonly words: string;
}

/** How reasons are told. */
interface ReasonOptions {
  readonly task: Scorer['task'];
  readonly facts: FactCatalogue;
  /** How the version's columns were read, for what their cells say. */
  readonly columns?: ColumnForms;
  /** How many are shown; {@link TOP} unless told. */
  readonly top?: number;
  /** English unless told. */
  readonly language?: Language | undefined;
}

/** Reasons that are shown unless told. */
const TOP = 5;

/** The strongest contributions as sentences, in the words of the catalogue; features that it does not know by their names. */
export function scoreReasons(
  contributions: Contributions,
  { task, facts, columns = {}, top = TOP, language }: ReasonOptions,
): ScoreReasons {
  const { unit, score, base, effects, standardError } = effectsOf(contributions, task);
  const ordered = contributions.parts
    .map((part, index) => ({ part, effect: effects[index] ?? 0 }))
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const rest = ordered.slice(top);
  const { scores } = phrasesOf(language);
  const spoken = inLanguage(facts, language);
  return {
    of: task === 'uplift' ? 'effect' : 'score',
    unit,
    score,
    base,
    reasons: ordered.slice(0, top).map(({ part, effect }) => ({
      feature: part.feature,
      value: part.value,
      effect,
      words: scores.reason(
        valueSentence(part, { facts: spoken, columns, scores, language }),
        scores.effect(effect, unit),
      ),
    })),
    rest: { features: rest.length, effect: rest.reduce((sum, { effect }) => sum + effect, 0) },
    ...(standardError > 0 ? { standardError } : {}),
  };
}

/** "says 14.4 % (the average person: 1.86 %)", "says that the offer adds +3 points (the average person: +1 point)". */
export function verdictWords({ of, unit, score, base }: Pick<ScoreReasons, 'of' | 'unit' | 'score' | 'base'>): string {
  if (of === 'effect')
    return `says that the best offer does ${effectWords(score, unit)} (the average person: ${effectWords(base, unit)})`;
  return `says ${scoreWords(score, unit)} (the average person: ${scoreWords(base, unit)})`;
}

/** What all other features add, for a list of reasons; null where there are none. */
export function restWords({ rest, unit }: Pick<ScoreReasons, 'rest' | 'unit'>): string | null {
  if (rest.features === 0) return null;
  return `${rest.features} other ${rest.features === 1 ? 'fact' : 'facts'}: ${effectWords(rest.effect, unit)}`;
}

interface ValueTelling {
  readonly facts: FactCatalogue;
  readonly columns: ColumnForms;
  readonly scores: Phrases['scores'];
  readonly language: Language | undefined;
}

/** "has not ordered for 212 days", "lives in Shanghai", "has 3 orders", "age unknown"; "tenure is 12" of a column. */
function valueSentence({ feature, value }: Contribution, telling: ValueTelling): string {
  const { facts, scores } = telling;
  const known = factValue(feature, value, telling);
  if (Object.hasOwn(facts, feature)) return scores.value(feature, known, facts);
  return scores.column(feature, columnWords(feature, known));
}

function columnWords(feature: string, known: string | number | boolean | undefined): string | undefined {
  if (known === undefined) return undefined;
  return typeof known === 'number' ? columnNumber(feature, known) : String(known);
}

/** The value as the catalogue types it, else as its column says it, numbers at a length that people read; undefined where it is missing. */
function factValue(
  feature: string,
  value: Contribution['value'],
  { facts, columns, language }: ValueTelling,
): string | number | boolean | undefined {
  if (value === null) return undefined;
  const type = Object.hasOwn(facts, feature) ? facts[feature]?.type : undefined;
  if (typeof value === 'string') return value;
  if (type === 'boolean') return value !== 0;
  const answer = answerOf(feature, value, columns, modelPhrases(language).explanation.answers);
  if (answer !== undefined) return answer;
  if (type === 'date') return new Date(value).toISOString().slice(0, 10);
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}
