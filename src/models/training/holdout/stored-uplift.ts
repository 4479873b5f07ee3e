import { z } from 'zod';
import { type Language } from '#strata/kernel/texts';
import { type QiniPoint, type UpliftBin } from '#strata/statistics/uplift';
import { modelPhrases, type WeightingRefusal } from '../../words/index.js';
import { type Balance, balanceWords, weightingReason } from './balance.js';
import { estimate, figure } from './stored-figures.js';
import { type ChoiceReport, type TreatmentReport, type UpliftContender, type UpliftReport } from './uplift-figures.js';
import { choiceVerdict, treatmentVerdict } from './uplift-words.js';

const text = z.string();
const count = z.number();
const anything = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

const estimates = z.object({ qini: estimate, auuc: estimate, upliftAt: estimate });
const contender = z.object({
  selector: z.enum(['model', 'response model', 'random', 'human rule']),
  title: text,
  metrics: estimates,
  modelAhead: estimates.nullable(),
  curve: z.array(anything<QiniPoint>()),
});

const balance: z.ZodType<Balance> = z.object({
  classifier: estimate,
  differs: z.boolean(),
  differences: z.array(z.object({ name: text, difference: figure, error: figure })),
  words: text,
  weighting: z
    .discriminatedUnion('status', [
      z.object({
        status: z.literal('weighted'),
        effect: estimate,
        trimmed: count,
        effectiveSampleSize: z.object({ treated: count, controls: count }),
      }),
      z.object({
        status: z.literal('refused'),
        reason: text,
        refusal: anything<WeightingRefusal>().exactOptional(),
      }),
    ])
    .nullable(),
});

const verdict = z.object({
  winner: z.enum([
    'model',
    'response model',
    'human rule',
    'same for all',
    'draw',
    'nobody',
    'wrong way round',
    'not random',
  ]),
  words: text,
});

/** An uplift report as it is stored in JSON. */
export const storedUplift: z.ZodType<UpliftReport> = z.object({
  outcome: z.enum(['success', 'value']),
  rows: count,
  controls: count,
  treatments: z.array(
    z.object({
      treatment: text,
      rows: z.object({ treated: count, controls: count }),
      balance: balance.nullable(),
      effect: estimate,
      topShare: count,
      contenders: z.array(contender),
      deciles: z.array(anything<UpliftBin>()),
      verdict,
    }),
  ),
  choices: z
    .object({
      choosers: z.array(
        z.object({
          selector: z.enum(['model', 'human rule', 'same for all']),
          title: text,
          outcome: estimate,
          modelAhead: estimate.nullable(),
          shares: z.array(count),
        }),
      ),
      verdict,
    })
    .nullable(),
  verdicts: z.array(text),
});

/** An uplift report told again in another language, from its figures. */
export function upliftIn(report: UpliftReport, language: Language): UpliftReport {
  const treatments = report.treatments.map((treatment) => treatmentIn(treatment, report.outcome, language));
  const choices = report.choices === null ? null : choicesIn(report.choices, report, language);
  const told = [...treatments, ...(choices === null ? [] : [choices])];
  return { ...report, treatments, choices, verdicts: told.map(({ verdict: { words } }) => words) };
}

function treatmentIn(report: TreatmentReport, outcome: UpliftReport['outcome'], language: Language): TreatmentReport {
  const { treatment } = report;
  const { titles } = modelPhrases(language).uplift;
  const title = ({ selector, title: own }: UpliftContender) =>
    ({
      model: titles.model(treatment),
      'response model': titles.response(treatment, outcome),
      random: titles.random,
      'human rule': own,
    })[selector];
  const contenders = report.contenders.map((one) => ({ ...one, title: title(one) }));
  const compared = report.balance === null ? null : balanceIn(report.balance, language);
  const { winner, words } = treatmentVerdict({ ...report, outcome }, language);
  return {
    ...report,
    contenders,
    balance: compared,
    verdict: winner === report.verdict.winner ? { winner, words } : report.verdict,
  };
}

function balanceIn(stored: Balance, language: Language): Balance {
  const { weighting } = stored;
  return {
    ...stored,
    words: balanceWords(stored, language),
    weighting:
      weighting?.status === 'refused' ? { ...weighting, reason: weightingReason(weighting, language) } : weighting,
  };
}

function choicesIn(
  { choosers, verdict: stored }: ChoiceReport,
  { treatments, outcome }: Pick<UpliftReport, 'treatments' | 'outcome'>,
  language: Language,
): ChoiceReport {
  const { uplift } = modelPhrases(language);
  const { titles } = uplift;
  const names = [titles.nothing, ...treatments.map(({ treatment }) => treatment)];
  const told = choosers.map((chooser) => {
    if (chooser.selector === 'model') return { ...chooser, title: titles.choice };
    if (chooser.selector === 'human rule') return chooser;
    // Everybody gets the one arm.
    return { ...chooser, title: titles.everybody(names[chooser.shares.indexOf(1)] ?? chooser.title) };
  });
  const chosen = treatments.filter(({ balance: compared }) => compared?.differs === true);
  const again =
    chosen.length === 0
      ? choiceVerdict(told, outcome, language)
      : {
          winner: 'not random' as const,
          words: uplift.choiceNotRandom(chosen.map(({ treatment }) => treatment)),
        };
  return { choosers: told, verdict: again.winner === stored.winner ? again : stored };
}
