import { Area, LinePath } from '@visx/shape';
import { Axes, type Measure, type Plot, plotOf } from './axes.js';
import { type ChartContent, ChartFrame, dashes } from './chart-frame.js';
import { DragHandle, type Dragged } from './drag-handle.js';
import { INK, LOOKS, type Look } from './looks.js';

/** A place in a chart. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line, with the interval around it where one is known. */
export interface Line {
  readonly name: string;
  readonly look: Look;
  readonly points: readonly Point[];
  readonly band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  /** Draws its points, too: for few of them. */
  readonly hasDots?: boolean;
}

/** A value of the horizontal measure that is pointed out. */
export interface Mark {
  readonly x: number;
  readonly label: string;
  readonly look: Look;
}

interface LineChartProps extends ChartContent {
  readonly x: Measure;
  readonly y: Measure;
  readonly lines: readonly Line[];
  readonly marks?: readonly Mark[];
  /** What is dragged along the horizontal measure, by pointer and keyboard. */
  readonly dragged?: Dragged;
  /** What stands at the place that is dragged. */
  readonly chosen?: Point;
}

/** Lines over a measure, with their intervals; marks point out values, and one can be dragged. */
export function LineChart({ x, y, lines, marks = [], dragged, chosen, ...content }: LineChartProps) {
  const legend = lines.map(({ name, look }) => ({ name, look, isDashed: look === 'reference' }));
  return (
    <ChartFrame
      {...content}
      legend={legend}
      above={(width, height) =>
        dragged === undefined ? null : <DragHandle plot={plotOf(x, y, width, height)} dragged={dragged} />
      }
    >
      {(width, height) => {
        const plot = plotOf(x, y, width, height);
        return (
          <>
            <Axes plot={plot} x={x} y={y} />
            {lines.map((line) => (
              <DrawnLine key={line.name} line={line} plot={plot} />
            ))}
            {marks.map((mark, index) => (
              <DrawnMark key={mark.label} mark={mark} plot={plot} place={index} />
            ))}
            {chosen !== undefined && (
              <circle cx={plot.x(chosen.x)} cy={plot.y(chosen.y)} r={5} fill={LOOKS.second} stroke={INK} />
            )}
          </>
        );
      }}
    </ChartFrame>
  );
}

function DrawnLine({ line, plot }: { readonly line: Line; readonly plot: Plot }) {
  const { points, band = [], look, hasDots = false } = line;
  return (
    <>
      <Area
        data={[...band]}
        x={(at) => plot.x(at.x)}
        y0={(at) => plot.y(at.low)}
        y1={(at) => plot.y(at.high)}
        fill={LOOKS[look]}
        fillOpacity={0.18}
      />
      <LinePath
        data={[...points]}
        x={(at) => plot.x(at.x)}
        y={(at) => plot.y(at.y)}
        stroke={LOOKS[look]}
        strokeWidth={2}
        {...dashes(look === 'reference')}
      />
      {hasDots &&
        points.map((at) => <circle key={at.x} cx={plot.x(at.x)} cy={plot.y(at.y)} r={3.5} fill={LOOKS[look]} />)}
    </>
  );
}

const LINE = 13;

function DrawnMark({ mark, plot, place }: { readonly mark: Mark; readonly plot: Plot; readonly place: number }) {
  const at = plot.x(mark.x);
  const isLate = at > (plot.left + plot.right) / 2;
  return (
    <>
      <line
        x1={at}
        x2={at}
        y1={plot.top}
        y2={plot.bottom}
        stroke={LOOKS[mark.look]}
        strokeWidth={1.5}
        {...dashes(true)}
      />
      <text
        x={isLate ? at - 5 : at + 5}
        y={plot.top + LINE * (place + 1)}
        textAnchor={isLate ? 'end' : 'start'}
        fontSize={11}
        fill={INK}
      >
        {mark.label}
      </text>
    </>
  );
}
