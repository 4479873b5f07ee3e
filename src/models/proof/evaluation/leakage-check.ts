import { type ModelDocument } from '#strata/engine';
import { type LeakageKind, type LeakageSuspect } from '../../datasets/index.js';
import { type VerdictCheck } from './verdict.js';

/** Signs that a good feature may show too: worth a warning, no reason to refuse. */
const WEAK: ReadonlySet<LeakageKind> = new Set(['filled in together', 'holds the latest']);

/**
 * Whether the model learned from what may be known only after the outcome. A sure sign fails until the document says under
 * `knownBeforehand` why the feature is known in time; a weak or an answered one is a warning, named before all else.
 *
 * @param suspects those that were found in the data that the version learned from
 * @returns null where nothing is suspected
 */
export function leakageCheck(
  suspects: readonly LeakageSuspect[],
  { knownBeforehand = {} }: Pick<ModelDocument, 'knownBeforehand'>,
): VerdictCheck | null {
  if (suspects.length === 0) return null;
  const isAnswered = ({ feature }: LeakageSuspect) => Object.hasOwn(knownBeforehand, feature);
  const isWeak = ({ signs }: LeakageSuspect) => signs.every(({ kind }) => WEAK.has(kind));
  const open = suspects.filter((suspect) => !isAnswered(suspect) && !isWeak(suspect));
  const shown = open.length > 0 ? open : suspects;
  const words = shown.slice(0, NAMED).map((suspect) => {
    const why = isAnswered(suspect)
      ? `, and is said to be known beforehand: ${knownBeforehand[suspect.feature] ?? ''}`
      : '';
    return `"${suspect.feature}" may be known only after the outcome (${suspect.signs[0]?.words ?? ''})${why}`;
  });
  const more = shown.length > NAMED ? [`so may ${shown.length - NAMED} more features`] : [];
  const advice =
    open.length === 0
      ? []
      : ['leave such features out, or say in the document under "knownBeforehand" why they are known in time'];
  return {
    check: 'leakage',
    result: open.length > 0 ? 'failed' : 'warned',
    words: [...words, ...more, ...advice].join('; '),
    features: shown.map(({ feature }) => feature),
  };
}

/** So many are told in words. */
const NAMED = 3;
