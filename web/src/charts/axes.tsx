import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleLinear } from '@visx/scale';
import { GRID, INK } from './looks.js';

/** What a direction of a chart measures. */
export interface Measure {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly format: (value: number) => string;
}

/** Where a chart draws: its scales from values to pixels, and its edges. */
export interface Plot {
  readonly x: ReturnType<typeof scaleLinear<number>>;
  readonly y: ReturnType<typeof scaleLinear<number>>;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const TOP = 20;
const RIGHT = 14;
const BELOW = 40;
const CHARACTER = 6.6;
const FONT = 11;
/** From one label to the next, and between them, at least. */
const [LEAST, GAP] = [90, 12];

/** How many places the axis below may ask for, so that labels do not touch; at least two. */
function ticksThatFit({ x: scale, left, right }: Plot, { format }: Measure): number {
  const widest = Math.max(...scale.ticks(5).map((tick) => widthOf(format(tick))));
  const needed = Math.max(LEAST, GAP + widest);
  for (let most = Math.floor((right - left) / needed); most > 2; most--) {
    // It answers somewhat more or fewer round places than are asked for.
    if ((scale.ticks(most).length - 1) * needed <= right - left) return most;
  }
  return 2;
}

/** Of a label, about: Han is as wide as it is high. */
function widthOf(label: string): number {
  const han = label.match(/\p{Script=Han}/gu)?.length ?? 0;
  return CHARACTER * label.length + (FONT - CHARACTER) * han;
}

/** The plot of two measures in a picture of so many pixels. */
export function plotOf(x: Measure, y: Measure, width: number, height: number): Plot {
  const bare = scaleLinear<number>({ domain: [y.from, y.to], range: [height - BELOW, TOP], nice: 5 });
  const longest = Math.max(...bare.ticks(5).map((tick) => y.format(tick).length));
  const [left, right, bottom] = [Math.min(width / 3, 12 + CHARACTER * longest), width - RIGHT, height - BELOW];
  const across = scaleLinear<number>({ domain: [x.from, x.to], range: [left, right] });
  return { x: across, y: bare, left, right, top: TOP, bottom };
}

/** Both axes with their labels, and lines behind the figures. */
export function Axes({ plot, x, y }: { readonly plot: Plot; readonly x: Measure; readonly y: Measure }) {
  const { left, right, bottom } = plot;
  const label = { fill: INK, fontSize: FONT, fontFamily: 'inherit' } as const;
  const most = ticksThatFit(plot, x);
  return (
    <>
      {plot.y.ticks(5).map((tick) => (
        <line key={tick} x1={left} x2={right} y1={plot.y(tick)} y2={plot.y(tick)} stroke={GRID} strokeWidth={1} />
      ))}
      <AxisLeft
        scale={plot.y}
        left={left}
        numTicks={5}
        hideAxisLine
        hideTicks
        tickFormat={(value) => y.format(Number(value))}
        tickLabelProps={{ ...label, textAnchor: 'end', dx: -4, dy: 4 }}
      />
      <AxisBottom
        scale={plot.x}
        top={bottom}
        numTicks={most}
        stroke={INK}
        tickStroke={INK}
        tickFormat={(value) => x.format(Number(value))}
        tickLabelProps={{ ...label, textAnchor: 'middle' }}
      />
      <text x={left} y={12} {...label}>
        {y.label}
      </text>
      <text x={right} y={bottom + 34} textAnchor="end" {...label}>
        {x.label}
      </text>
    </>
  );
}
