import { type DatasetReport } from '#strata/models/datasets';
import { type ModelExplanation } from '#strata/models/proof/explanation';
import { drawTable, figure, fixed, type Markup, markup, percent, whole } from '#strata/platform/pages';

/** What drives the scores. */
export function driverSection(explanation: ModelExplanation | null): Markup | null {
  if (explanation === null || explanation.drivers.length === 0) return null;
  const { drivers, people, unit, notes } = explanation;
  const most = Math.max(...drivers.map(({ share }) => share));
  const effect = (value: number) => (unit === 'points' ? `${fixed(100 * value, 1)} points` : fixed(value, 2));
  return markup`<section aria-labelledby="drivers"><h2 id="drivers">What drives the scores</h2>
<p class="note">Over ${whole(people)} people: how much each fact moves a score on average${unit === 'points' ? ', in points of 100' : ''}.</p>
${drawTable({
  caption: 'What drives the scores, the strongest first',
  head: ['fact', figure('moves scores by'), 'a higher value', 'share of all movement'],
  rows: drivers.map((driver) => [
    driver.words,
    figure(effect(driver.effect)),
    { raises: 'raises', lowers: 'lowers', mixed: 'both, or no order' }[driver.direction],
    markup`<span class="meter" style="width:${((7 * driver.share) / most).toFixed(2)}rem"></span> ${percent(driver.share, 0)}`,
  ]),
})}${notes.map((note) => markup`<p class="note">${note}.</p>`)}</section>`;
}

/** What the data looked like, above all what they should not know. */
export function datasetSection(dataset: DatasetReport | null): Markup | null {
  if (dataset === null) return null;
  const { suspects, features, rows, positives, months, pool } = dataset;
  const rate = positives === null ? '' : `, ${whole(positives)} positive (${percent(positives / rows)})`;
  return markup`<section aria-labelledby="data"><h2 id="data">The data</h2>
<p>${whole(rows)} rows of ${dataset.source}${rate}.</p>
${suspects.map(
  ({ feature, signs }) =>
    markup`<p class="verdict failed">Look at “${feature}”: ${signs.map(({ words }) => words).join('; ')}.</p>`,
)}
<details><summary>${features.length} features</summary>${drawTable({
    caption: 'The features',
    head: ['feature', 'kind', figure('missing'), figure('different values'), figure('AUC alone')],
    rows: features.map(({ name, type, missing, distinct, auc }) => [
      name,
      type,
      figure(percent(missing)),
      figure(whole(distinct)),
      figure(fixed(auc.value, 3)),
    ]),
  })}</details>
${
  months === null
    ? null
    : markup`<details><summary>${months.length} months</summary>${drawTable({
        caption: 'The label by month',
        head: ['month', figure('rows'), figure('mean of the label')],
        rows: months.map(({ month, rows: own, labelMean }) => [month, figure(whole(own)), figure(fixed(labelMean, 3))]),
      })}</details>`
}
${
  pool === null
    ? null
    : markup`<p class="note">Today's pool has ${whole(pool.people)} people; a classifier tells them from the examples with an AUC of ${fixed(pool.classifier.value, 2)} (0.5: not at all).</p>`
}</section>`;
}
