import { markup, type Markup } from './markup.js';

/** A point of a chart; null where it is not known. */
type Point = readonly [x: number, y: number];

/** One line of a chart. */
interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  /** Told apart by colour, stroke and label, so that none of them is needed alone. */
  readonly look: 'main' | 'second' | 'third' | 'reference';
}

/** One axis: 0 or the least value to the greatest one. */
interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly format: (value: number) => string;
}

/** What to draw. */
export interface Chart {
  /** Names the chart to the script that moves its marker. */
  readonly id: string;
  readonly title: string;
  /** What it shows in one sentence, for those who do not see it. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Vertical bars from low to high, such as intervals. */
  readonly bars?: readonly { readonly x: number; readonly low: number; readonly high: number; readonly y: number }[];
  /** A shaded band around a line. */
  readonly band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  /** Whether the chosen threshold is marked on it: as a point, or as an upright line only. */
  readonly marker?: 'point' | 'line';
  /** As wide as the page where there is room; the chart is then drawn a second time for narrow screens. */
  readonly wide?: true;
}

const HEIGHT = 260;
const MARGIN = { top: 14, right: 28, bottom: 44, left: 76 };

/** A chart as an SVG of its own scale, with a caption. Read by machines as an image with its description. */
export function drawChart(chart: Chart): Markup {
  const { title, description, wide } = chart;
  return markup`<figure class="chart">
<figcaption>${title}</figcaption>
${wide === undefined ? drawing(chart, 420, 'any') : [drawing(chart, 860, 'wide'), drawing(chart, 420, 'narrow')]}
${legend(chart.series)}
<p class="note">${description}</p>
</figure>`;
}

function drawing(chart: Chart, width: number, screen: 'any' | 'wide' | 'narrow'): Markup {
  const { id, title, description, x, y, marker } = chart;
  const scale = scaleOf(chart, width);
  const frame = `${x.from},${x.to},${y.from},${y.to},${MARGIN.left},${width - MARGIN.right},${HEIGHT - MARGIN.bottom},${MARGIN.top}`;
  return markup`<svg class="on-${screen}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${`${title}. ${description}`}" data-chart="${id}" data-frame="${frame}">
${xAxis(x, scale, width)}${yAxis(y, scale, width)}
${bandOf(chart, scale)}${chart.series.map((series) => lineOf(series, scale))}${barsOf(chart, scale)}
${
  marker === undefined
    ? null
    : markup`<g class="marker" hidden><line y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}"/>${marker === 'point' ? markup`<circle r="5.5"/>` : null}</g>`
}
</svg>`;
}

interface Scale {
  x(value: number): string;
  y(value: number): string;
}

function scaleOf({ x, y }: Chart, width: number): Scale {
  const place = (value: number, { from, to }: Axis, start: number, end: number) => {
    const share = to === from ? 0 : (value - from) / (to - from);
    return (start + Math.min(1, Math.max(0, share)) * (end - start)).toFixed(1);
  };
  return {
    x: (value) => place(value, x, MARGIN.left, width - MARGIN.right),
    y: (value) => place(value, y, HEIGHT - MARGIN.bottom, MARGIN.top),
  };
}

function xAxis(axis: Axis, scale: Scale, width: number): Markup {
  const middle = (MARGIN.left + width - MARGIN.right) / 2;
  const bottom = HEIGHT - MARGIN.bottom;
  return markup`<g class="axis">${ticks(axis, 5).map(
    (value) => markup`<text x="${scale.x(value)}" y="${bottom + 17}" text-anchor="middle">${axis.format(value)}</text>`,
  )}<text class="label" x="${middle}" y="${HEIGHT - 6}" text-anchor="middle">${axis.label}</text></g>`;
}

function yAxis(axis: Axis, scale: Scale, width: number): Markup {
  return markup`<g class="axis">${ticks(axis, 5).map(
    (value) =>
      markup`<line x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${scale.y(value)}" y2="${scale.y(value)}"/><text x="${MARGIN.left - 7}" y="${Number(scale.y(value)) + 4}" text-anchor="end">${axis.format(value)}</text>`,
  )}<text class="label" transform="translate(13 ${(HEIGHT - MARGIN.bottom + MARGIN.top) / 2}) rotate(-90)" text-anchor="middle">${axis.label}</text></g>`;
}

function lineOf({ points, look }: Series, scale: Scale): Markup {
  const path = points.map(([x, y]) => `${scale.x(x)},${scale.y(y)}`).join(' ');
  return markup`<polyline class="${look}" points="${path}"/>`;
}

function bandOf({ band }: Chart, scale: Scale): Markup | null {
  if (band === undefined || band.length === 0) return null;
  const upper = band.map(({ x, high }) => `${scale.x(x)},${scale.y(high)}`);
  const lower = band.toReversed().map(({ x, low }) => `${scale.x(x)},${scale.y(low)}`);
  return markup`<polygon class="band" points="${[...upper, ...lower].join(' ')}"/>`;
}

function barsOf({ bars }: Chart, scale: Scale): readonly Markup[] {
  return (bars ?? []).map(
    ({ x, low, high, y }) =>
      markup`<g class="bar"><line x1="${scale.x(x)}" x2="${scale.x(x)}" y1="${scale.y(low)}" y2="${scale.y(high)}"/><circle cx="${scale.x(x)}" cy="${scale.y(y)}" r="3.5"/></g>`,
  );
}

function legend(series: readonly Series[]): Markup | null {
  if (series.length < 2) return null;
  return markup`<ul class="legend">${series.map(
    ({ name, look }) =>
      markup`<li><svg viewBox="0 0 28 8" aria-hidden="true"><line class="${look}" x1="0" x2="28" y1="4" y2="4"/></svg>${name}</li>`,
  )}</ul>`;
}

/** Round values inside the axis, about so many. */
function ticks({ from, to }: Axis, about: number): readonly number[] {
  const rough = (to - from) / about;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
