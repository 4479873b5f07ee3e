import { type Estimate } from '#strata/statistics';
import { markup, type Markup } from '#strata/platform/pages';

/** A bar of a chart, with the interval of its end. */
export interface Bar {
  readonly name: string;
  readonly estimate: Estimate;
}

const [ROW, BAR, EDGE] = [44, 22, 14];
/** On wide and on narrow screens: so wide altogether, of it so much for the names. */
const SCREENS = [
  { screen: 'wide', width: 860, labels: 130 },
  { screen: 'narrow', width: 420, labels: 104 },
] as const;

/** Bars beside one another from nothing (0), to the left for losses, each with its interval as a whisker. */
export function drawBars(title: string, bars: readonly Bar[], format: (value: number) => string): Markup {
  const ends = bars.flatMap(({ estimate: { value, lower, upper } }) => [value, lower, upper]).filter(Number.isFinite);
  const [from, to] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const shareOf = (value: number): number =>
    to === from ? 0 : (Math.min(to, Math.max(from, value)) - from) / (to - from);
  const height = ROW * bars.length;
  const told = `${title}: ${bars.map(({ name, estimate }) => `${name} ${format(estimate.value)}`).join(', ')}`;
  return markup`<figure class="chart"><figcaption>${title}</figcaption>
${SCREENS.map(({ screen, width, labels }) => {
  const place = (value: number) => labels + shareOf(value) * (width - labels - EDGE);
  return markup`<svg class="bars on-${screen}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${told}">
${bars.map((bar, index) => drawBar(bar, ROW * index + ROW / 2, place, format))}
<line class="none" x1="${place(0).toFixed(1)}" x2="${place(0).toFixed(1)}" y1="0" y2="${height}"/>
</svg>`;
})}</figure>`;
}

function drawBar(
  { name, estimate: { value, lower, upper } }: Bar,
  middle: number,
  place: (value: number) => number,
  format: (value: number) => string,
): Markup {
  const at = (one: number) => place(one).toFixed(1);
  const [start, end] = [place(Math.min(0, value)), place(Math.max(0, value))];
  const known = Number.isFinite(lower) && Number.isFinite(upper);
  return markup`<text x="0" y="${middle + 4}">${name}</text>
<rect class="${value < 0 ? 'loss' : 'gain'}" x="${start.toFixed(1)}" y="${middle - BAR / 2}" width="${(end - start).toFixed(1)}" height="${BAR}"><title>${`${name}: ${format(value)}`}</title></rect>
${known ? markup`<line x1="${at(lower)}" x2="${at(upper)}" y1="${middle}" y2="${middle}"/>` : null}`;
}
