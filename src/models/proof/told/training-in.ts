import { z } from 'zod';
import { type Language } from '#strata/kernel/texts';
import { storedUplift, upliftIn } from '../../training/index.js';
import { withNotesIn } from '#strata/platform/messages';
import { modelPhrases } from '../../words/index.js';
import { type StoredReport } from './evidence-tellers.js';

const sign = z.looseObject({ kind: z.string(), value: z.number(), words: z.string() });
const dataset = z.looseObject({ suspects: z.array(z.looseObject({ signs: z.array(sign) })) });

/** What was measured of a version when it was trained, told again in another language. */
export function metricsIn(metrics: StoredReport, language: Language): StoredReport {
  const uplift = storedUplift.safeParse(metrics['uplift']);
  const examples = dataset.safeParse(metrics['dataset']);
  return {
    ...withNotesIn(language, metrics),
    ...(uplift.success ? { uplift: upliftIn(uplift.data, language) } : {}),
    ...(examples.success ? { dataset: datasetIn(examples.data, language) } : {}),
  };
}

function datasetIn(report: z.infer<typeof dataset>, language: Language): StoredReport {
  const { leakage } = modelPhrases(language);
  return {
    ...withNotesIn(language, report),
    suspects: report.suspects.map((suspect) => ({
      ...suspect,
      signs: suspect.signs.map((one) => ({ ...one, words: leakage.sign(one) })),
    })),
  };
}
