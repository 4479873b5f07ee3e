import { type DriftReport } from '#strata/models/proof/drift';
import { drawTable, figure, fixed, type Markup, markup, range, whole } from '#strata/platform/pages';

const RESULTS = { ok: 'like training', warned: 'moved', refused: 'moved much' } as const;

/** Whether the judged people are like those that the version was trained on. */
export function driftSection(drift: DriftReport | null): Markup | null {
  if (drift === null) return null;
  const { headline, features, score, classifier, people, trainedOn, limits } = drift;
  const columns = [...features, ...(score === null ? [] : [score])];
  return markup`<section aria-labelledby="drift"><h2 id="drift">Are these people like those it was trained on?</h2>
<p>${headline}</p>
<details><summary>${columns.length} facts of ${whole(people)} people against ${whole(trainedOn)} trained on</summary>
${drawTable({
  caption: 'How far each fact moved',
  head: ['fact', figure('stability index'), 'result', 'where it moved most'],
  rows: columns.map(({ words, index, noise, result, change }) => [
    words,
    figure(fixed(index, 3), `noise up to ${fixed(noise, 3)}`),
    RESULTS[result],
    change,
  ]),
})}
<p class="note">The population stability index: below ${limits.warn} nothing to speak of; from ${limits.refuse} on the model is not used.${
    classifier === null
      ? ''
      : ` A classifier tells the two apart with an AUC of ${fixed(classifier.auc.value, 3)} ${range(classifier.auc, (value) => fixed(value, 3))}; 0.5 is a coin.`
  }</p></details></section>`;
}
