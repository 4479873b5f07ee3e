import { type ModelDocument } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { type LeakageKind, type LeakageSuspect } from '../../datasets/index.js';
import { modelPhrases } from '../../words/index.js';
import { type VerdictCheck } from './verdict.js';

/** Signs that a good feature may show too: worth a warning, no reason to refuse. */
const WEAK: ReadonlySet<LeakageKind> = new Set(['filled in together', 'holds the latest']);

/**
 * Whether the model learned from what may be known only after the outcome. A sure sign fails until the document says under
 * `knownBeforehand` why the feature is known in time; a weak or an answered one is a warning, named before all else.
 *
 * @param suspects those that were found in the data that the version learned from
 * @param language of the words, English unless told
 * @returns null where nothing is suspected
 */
export function leakageCheck(
  suspects: readonly LeakageSuspect[],
  { knownBeforehand = {} }: Pick<ModelDocument, 'knownBeforehand'>,
  language?: Language,
): VerdictCheck | null {
  if (suspects.length === 0) return null;
  const isAnswered = ({ feature }: LeakageSuspect) => Object.hasOwn(knownBeforehand, feature);
  const isWeak = ({ signs }: LeakageSuspect) => signs.every(({ kind }) => WEAK.has(kind));
  const open = suspects.filter((suspect) => !isAnswered(suspect) && !isWeak(suspect));
  const shown = open.length > 0 ? open : suspects;
  const phrases = modelPhrases(language).leakage;
  const told = shown.slice(0, NAMED).map((suspect) => {
    const { feature, signs } = suspect;
    const [sign] = signs;
    const known = isAnswered(suspect) ? (knownBeforehand[feature] ?? '') : null;
    return phrases.suspect(feature, sign === undefined ? '' : phrases.sign(sign), known);
  });
  const more = shown.length > NAMED ? [phrases.more(shown.length - NAMED)] : [];
  return {
    check: 'leakage',
    result: open.length > 0 ? 'failed' : 'warned',
    words: phrases.check([...told, ...more, ...(open.length === 0 ? [] : [phrases.advice])]),
    features: shown.map(({ feature }) => feature),
  };
}

/** So many are told in words. */
const NAMED = 3;
