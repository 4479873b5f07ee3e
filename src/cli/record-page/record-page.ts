import { type ModelRecord, type RecordedVersion } from '#strata/models/proof/stages';
import { drawTable, markup, type Markup, wholePage } from '#strata/platform/pages';

/** One self-contained page of a model: the three stages of each version, and who let which one decide. @param at milliseconds */
export function recordPage(record: ModelRecord, at: number): string {
  const { model, champion, versions } = record;
  return wholePage({
    title: model,
    about: 'what is proven about it',
    subject: `${versions.length} trained ${versions.length === 1 ? 'version' : 'versions'}.`,
    at,
    answer: [champion === null ? 'No version decides: rules do.' : `Version ${champion} decides.`],
    body: [...versions.map(versionSection), promotionSection(record)],
  });
}

/** Length of the date of an ISO moment. */
const DATE = 10;

function versionSection({ version, stage, plugin, createdAt, stages, override }: RecordedVersion): Markup {
  return markup`<section><h2>Version ${String(version)}: ${stage}</h2>
<p class="soft">${plugin}, trained on ${createdAt.slice(0, DATE)}.</p>
<ul class="checks">${stages.map(
    ({ stage: asked, meaning, result, words, by, at, next }) =>
      markup`<li class="${result === 'passed' ? 'passed' : 'failed'}">${asked}, ${meaning}: ${result}${by === null || at === null ? '' : ` (${by}, ${at.slice(0, DATE)})`}<ul>${[
        ...words,
        ...(next === null ? [] : [`To prove it: ${next}`]),
      ].map((sentence) => markup`<li>${sentence}</li>`)}</ul></li>`,
  )}</ul>
${override === null ? null : markup`<p>Champion without ${override.missing.join(', ')}: “${override.reason}” (${override.by}).</p>`}</section>`;
}

function promotionSection({ promotions }: ModelRecord): Markup | null {
  if (promotions.length === 0) return null;
  return markup`<section><h2>Who let which version decide</h2>
${drawTable({
  caption: 'Changes of the champion',
  head: ['When', 'What', 'Who', 'Why'],
  rows: promotions.map(({ at, action, version, by, reason, override }) => [
    at.slice(0, DATE),
    `version ${version} ${action}`,
    by,
    override === null ? reason : `${reason} (overriding ${override.missing.join(', ')})`,
  ]),
})}</section>`;
}
