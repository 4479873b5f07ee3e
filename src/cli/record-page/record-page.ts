import { type ShadowReport } from '#strata/decisions/shadows';
import { type ModelRecord, type RecordedVersion } from '#strata/models/proof/stages';
import { drawTable, markup, type Markup, wholePage } from '#strata/platform/pages';

/** What the page of a model shows. */
export interface RecordPageContent {
  readonly record: ModelRecord;
  /** Of its versions, the latest first. */
  readonly shadows: readonly ShadowReport[];
  /** When it was written, milliseconds since 1970. */
  readonly at: number;
}

/** One self-contained page of a model: the three stages of each version, what its shadows showed, and who let which one decide. */
export function recordPage({ record, shadows, at }: RecordPageContent): string {
  const { model, champion, versions } = record;
  return wholePage({
    title: model,
    about: 'what is proven about it',
    subject: `${versions.length} trained ${versions.length === 1 ? 'version' : 'versions'}.`,
    at,
    answer: [champion === null ? 'No version decides: rules do.' : `Version ${champion} decides.`],
    body: [...versions.map(versionSection), shadowSection(shadows), promotionSection(record)],
  });
}

/** Length of the date of an ISO moment. */
const DATE = 10;
/** Hyphens at which no line ends. */
const day = (moment: string): string => moment.slice(0, DATE).replaceAll('-', '\u2011');

function versionSection({ version, stage, plugin, createdAt, stages, override }: RecordedVersion): Markup {
  return markup`<section><h2>Version ${String(version)}: ${stage}</h2>
<p class="soft">${plugin}, trained on ${createdAt.slice(0, DATE)}.</p>
<ul class="checks">${stages.map(
    ({ stage: asked, meaning, result, words, by, at, next }) =>
      markup`<li class="${result}">${asked}, ${meaning}: ${result}${by === null || at === null ? '' : ` (${by}, ${day(at)})`}<ul>${[
        ...words,
        ...(next === null ? [] : [`To prove it: ${next}`]),
      ].map((sentence) => markup`<li>${sentence}</li>`)}</ul></li>`,
  )}</ul>
${override === null ? null : markup`<p>Champion without ${override.missing.join(', ')}: “${override.reason}” (${override.by}).</p>`}</section>`;
}

function shadowSection(shadows: readonly ShadowReport[]): Markup | null {
  if (shadows.length === 0) return null;
  return markup`<section><h2>What it would have decided</h2>
<p class="soft">A shadow decides the same requests and never acts. It proves no stage: it says what to expect of the experiment that does.</p>
${shadows.map(
  ({ shadow, sentences }) => markup`<h3>Version ${String(shadow.version)}, ${shadowTime(shadow)}</h3>
<ul>${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`,
)}</section>`;
}

/** When it rode along: "running since 2026-11-30". */
export function shadowTime({ state, startedAt, stoppedAt }: ShadowReport['shadow']): string {
  const from = startedAt.slice(0, DATE);
  return stoppedAt === null ? `${state} since ${from}` : `${from} to ${stoppedAt.slice(0, DATE)}`;
}

function promotionSection({ promotions }: ModelRecord): Markup | null {
  if (promotions.length === 0) return null;
  return markup`<section><h2>Who let which version decide</h2>
${drawTable({
  caption: 'Changes of the champion',
  head: ['When', 'What', 'Who', 'Why'],
  rows: promotions.map(({ at, action, version, by, reason, override }) => [
    day(at),
    `version ${version} ${action}`,
    by,
    override === null ? reason : `${reason} (overriding ${override.missing.join(', ')})`,
  ]),
})}</section>`;
}
