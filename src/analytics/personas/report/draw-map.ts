import { markup, type Markup } from '#strata/platform/pages';
import { type PersonasReport } from './personas-report.js';

const SIZE = { width: 720, height: 460, margin: 34 };

/**
 * Told apart by people who do not see red or green (Okabe and Ito, 2008), on light and on dark; by form and number besides.
 */
const COLOURS = [
  ['#0063a5', '#6cbcf5'],
  ['#b34a00', '#f0a53c'],
  ['#00785a', '#3fd0a4'],
  ['#9c3d78', '#eb9acb'],
  ['#6b5f00', '#e2d64a'],
  ['#3f5f78', '#b6cfe2'],
  ['#7a3b1d', '#dd9a78'],
  ['#4b3f9c', '#b3a8f5'],
] as const;

/** People by two directions, with the number of their persona in its middle. */
export function drawMap({ map: { points, middles, axes }, personas, features }: PersonasReport): Markup {
  const scale = scaleOf(points);
  const names = personas.map(({ id }) => id.slice('persona-'.length));
  const [across = '', up = ''] = axes.map((axis, place) => axisWords(axis, place, features));
  const description = `${String(points.length)} people, drawn at random: those near each other behave alike. ${across} ${up}`;
  return markup`<figure class="chart">
<figcaption>Who stands near whom</figcaption>
<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${description}">
${points.map(([x, y, persona]) => mark(persona, scale.x(x), scale.y(y)))}
${middles.map(([x, y], index) => numbered(names[index] ?? '', colour(index), scale.x(x), scale.y(y)))}
</svg>
<ul class="legend">${personas.map(
    ({ name, words }, index) =>
      markup`<li><svg viewBox="0 0 28 12" style="height:12px" aria-hidden="true">${mark(index, 14, 6, 1.6)}</svg>${name}: ${words}</li>`,
  )}${points.some(([, , persona]) => persona < 0) ? markup`<li><svg viewBox="0 0 28 12" style="height:12px" aria-hidden="true">${mark(-1, 14, 6, 1.6)}</svg>outliers</li>` : null}</ul>
<p class="note">${description}</p>
</figure>`;
}

function axisWords(
  { share, facts }: PersonasReport['map']['axes'][number],
  axis: number,
  features: PersonasReport['features'],
): string {
  const wordsOf = (name: string) => features.find(({ fact }) => fact === name)?.words ?? name;
  const direction = axis === 0 ? 'To the right' : 'Upwards';
  const words = facts.map(({ fact, weight }) => `${weight > 0 ? 'larger' : 'smaller'} ${wordsOf(fact)}`);
  const what = words.length === 0 ? 'many facts a little' : words.join(', ');
  return `${direction}: ${what} (${String(Math.round(100 * share))} % of the differences).`;
}

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

function scaleOf(points: PersonasReport['map']['points']): Scale {
  const [left, right] = ends(points.map(([x]) => x));
  const [low, high] = ends(points.map(([, y]) => y));
  const { width, height, margin } = SIZE;
  const place = (share: number, length: number) => Math.round((margin + share * (length - 2 * margin)) * 10) / 10;
  return {
    x: (value) => place((value - left) / (right - left), width),
    y: (value) => height - place((value - low) / (high - low), height),
  };
}

function ends(values: readonly number[]): readonly [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least < most ? [least, most] : [least - 1, least + 1];
}

function colour(persona: number): string {
  const [light, dark] = COLOURS[persona % COLOURS.length] ?? COLOURS[0];
  return `light-dark(${light}, ${dark})`;
}

/** A person: a circle, a square, a triangle or a diamond; a cross is an outlier. */
function mark(persona: number, x: number, y: number, size = 1): Markup {
  const at = `translate(${String(x)} ${String(y)}) scale(${String(size)})`;
  if (persona < 0) return markup`<path d="M-3-3L3 3M3-3L-3 3" transform="${at}" style="stroke:var(--soft);fill:none"/>`;
  const form = FORMS[persona % FORMS.length] ?? FORMS[0];
  return markup`<path d="${form}" transform="${at}" style="fill:${colour(persona)};fill-opacity:.7"/>`;
}

const FORMS = [
  'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
  'M-2.7-2.7h5.4v5.4h-5.4z',
  'M0-3.4L3.2 2.6h-6.4z',
  'M0-3.7L3.7 0 0 3.7-3.7 0z',
] as const;

function numbered(name: string, fill: string, x: number, y: number): Markup {
  return markup`<circle cx="${x}" cy="${y}" r="12" style="fill:var(--page);stroke:${fill};stroke-width:2.5"/><text x="${x}" y="${y + 5}" text-anchor="middle" style="fill:var(--ink);font-size:14px;font-weight:700">${name}</text>`;
}
