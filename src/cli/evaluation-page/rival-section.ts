import { type ModelEvaluation, type MeasureComparison } from '#strata/models/proof/evaluation';
import { coverageAt } from '#strata/statistics/prediction';
import { drawTable, figure, fixed, type Markup, markup, percent, range, whole } from '#strata/platform/pages';

/** Chance, the human rule, and the champion on the same rows. */
export function rivalSection({ rivals, champion, curves, metrics, folds }: ModelEvaluation): Markup | null {
  if (rivals === null && champion === null && folds === null) return null;
  return markup`<section aria-labelledby="rivals"><h2 id="rivals">Is it better than what we have?</h2>
${
  rivals === null || !('auc' in metrics)
    ? null
    : markup`<p class="note">AUC: of one who converts and one who does not, how often the right one is ranked first; 0.5 is a coin. An interval of the difference that holds 0 is a draw.</p>${drawTable(
        {
          caption: 'The dumb rivals on the same rows',
          head: ['who ranks', figure('AUC'), figure('model is ahead by'), 'which means', figure('top 20 % finds')],
          rows: [
            [
              'the model',
              figure(fixed(metrics.auc.value), range(metrics.auc)),
              figure(''),
              '',
              figure(percent(coverageAt(curves?.coverage ?? [], 0.2))),
            ],
            ...rivals.map(({ selector, title, auc, modelAhead, coverage20 }) => [
              selector === 'random' ? 'chance' : `human rule: ${title}`,
              figure(fixed(auc.value)),
              figure(fixed(modelAhead.value), range(modelAhead)),
              meaning(modelAhead.lower > 0 ? 'ahead' : modelAhead.upper < 0 ? 'behind' : 'draw'),
              figure(percent(coverage20)),
            ]),
          ],
        },
      )}`
}
${
  champion === null
    ? null
    : markup`<h3>The champion, version ${champion.version} (${champion.plugin}), on the same ${whole(champion.rows)} rows</h3>${drawTable(
        {
          caption: 'The model beside the champion',
          head: ['measure', figure('model'), figure('champion'), figure('difference'), 'which means'],
          rows: champion.measures.map(({ measure, model, champion: theirs, difference, result }) => [
            measure,
            figure(fixed(model)),
            figure(fixed(theirs)),
            figure(fixed(difference.value), range(difference)),
            meaning(result),
          ]),
        },
      )}`
}
${
  folds === null
    ? null
    : markup`<h3>${folds.folds.length} folds by ${folds.by}</h3>${drawTable({
        caption: 'The folds',
        head: ['fold', figure('trained on'), figure('judged'), ...folds.summary.map(({ measure }) => figure(measure))],
        rows: [
          ...folds.folds.map(({ fold, from, training, rows, measures }) => [
            from === null ? String(fold) : `from ${from.slice(0, 10)}`,
            figure(whole(training)),
            figure(whole(rows)),
            ...folds.summary.map(({ measure }) => figure(fixed(measures[measure] ?? null))),
          ]),
          ['mean (sd)', '', '', ...folds.summary.map(({ mean, sd }) => figure(`${fixed(mean)} (${fixed(sd)})`))],
        ],
      })}`
}</section>`;
}

function meaning(result: MeasureComparison['result']): string {
  return { ahead: 'the model is better', draw: 'a draw', behind: 'the model is worse' }[result];
}
