import { type Language } from '#strata/kernel/texts';
import { modelPhrases } from '../../words/index.js';
import { type Balance, balanceWords, weightingReason } from './balance.js';
import { type Chooser, type TreatmentReport, type UpliftContender, type UpliftVerdict } from './uplift-figures.js';

/** What a verdict on one treatment is made of. */
export interface TreatmentGrounds extends Pick<TreatmentReport, 'treatment' | 'contenders' | 'balance' | 'effect'> {
  readonly outcome: Outcome;
}

type Outcome = 'success' | 'value';

/** Judged by Qini, where chance chose the treated; else nothing is. The words are in English unless told. */
export function treatmentVerdict(grounds: TreatmentGrounds, language?: Language): UpliftVerdict {
  const { treatment, contenders, balance } = grounds;
  if (balance?.differs === true) {
    return { winner: 'not random', words: notRandomWords({ ...grounds, balance }, language) };
  }
  const { uplift } = modelPhrases(language);
  const model = contenders.find(({ selector }) => selector === 'model');
  const rivals = contenders.flatMap(({ selector, modelAhead, metrics }) =>
    !isRival(selector) || modelAhead === null ? [] : [{ rival: selector, ahead: modelAhead.qini, metrics }],
  );
  if (model === undefined) return { winner: 'nobody', words: uplift.nothingToCompare };
  const { qini } = model.metrics;
  const better = rivals.filter(({ ahead }) => ahead.upper < 0).toSorted((a, b) => a.ahead.value - b.ahead.value)[0];
  if (better !== undefined) {
    const { rival, ahead, metrics } = better;
    return { winner: rival, words: uplift.rivalWins(treatment, rival, metrics.qini, qini, ahead) };
  }
  if (qini.upper < 0) return { winner: 'wrong way round', words: uplift.wrongWayRound(treatment, qini) };
  if (qini.lower <= 0 && rivals.every(({ metrics }) => metrics.qini.lower <= 0)) {
    return { winner: 'nobody', words: uplift.nobody(treatment, qini) };
  }
  const close = rivals.filter(({ ahead }) => ahead.lower <= 0);
  if (close.length > 0) {
    const [closest] = close.toSorted((a, b) => a.ahead.value - b.ahead.value);
    const names = close.map(({ rival }) => rival);
    return { winner: 'draw', words: uplift.draw(treatment, names, closest?.ahead ?? null) };
  }
  return { winner: 'model', words: uplift.modelWins(treatment, qini, rivals) };
}

function isRival(selector: UpliftContender['selector']): selector is 'response model' | 'human rule' {
  return selector !== 'model' && selector !== 'random';
}

/** Why no effect is told, what the plain difference is worth, and what weighting makes of it. */
function notRandomWords(
  { treatment, balance, effect, outcome }: TreatmentGrounds & { readonly balance: Balance },
  language: Language | undefined,
): string {
  const { uplift } = modelPhrases(language);
  const { weighting } = balance;
  const mended =
    weighting?.status === 'weighted'
      ? uplift.weighted(
          weighting.effect,
          outcome,
          weighting.effectiveSampleSize.treated,
          weighting.effectiveSampleSize.controls,
        )
      : uplift.noWeighting(weighting === null ? '' : weightingReason(weighting, language));
  return uplift.notRandom(treatment, balanceWords(balance, language), effect, outcome, mended);
}

/** Judged by the mean outcome if everybody got what is chosen. The words are in English unless told. */
export function choiceVerdict(choosers: readonly Chooser[], outcome: Outcome, language?: Language): UpliftVerdict {
  const { uplift } = modelPhrases(language);
  const model = choosers.find(({ selector }) => selector === 'model');
  const rivals = choosers.flatMap(({ selector, title, outcome: mean, modelAhead }) =>
    modelAhead === null || selector === 'model' ? [] : [{ kind: selector, title, mean, ahead: modelAhead }],
  );
  const hardest = rivals.toSorted((a, b) => b.mean.value - a.mean.value)[0];
  if (model === undefined || hardest === undefined) return { winner: 'nobody', words: uplift.nothingToChoose };
  const human = rivals.find(({ kind }) => kind === 'human rule');
  const rival = human !== undefined && human.ahead.lower <= 0 ? human : hardest;
  const { ahead } = rival;
  const means = { of: outcome, model: model.outcome.value, rival: rival.mean.value, ahead };
  if (ahead.upper < 0) return { winner: rival.kind, words: uplift.choice('behind', rival, means) };
  if (ahead.lower <= 0) return { winner: 'draw', words: uplift.choice('draw', rival, means) };
  return { winner: 'model', words: uplift.choice('ahead', rival, means) };
}
