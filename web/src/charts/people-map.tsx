import { type ChartContent, ChartFrame } from './chart-frame.js';
import { INK, lookAt, LOOKS } from './looks.js';

interface PeopleMapProps extends ChartContent {
  /** Places, and the index of the group; −1 of none. */
  readonly points: readonly (readonly [x: number, y: number, group: number])[];
  /** Of each group: its middle, and what stands in it. */
  readonly middles: readonly { readonly x: number; readonly y: number; readonly label: string }[];
  /** What to the right and upwards means. */
  readonly axes: readonly [right: string, up: string];
}

const MARGIN = 26;

/** People by two directions, told apart by colour and form, with the number of each group in its middle. */
export function PeopleMap({ points, middles, axes: [right, up], ...content }: PeopleMapProps) {
  const [left, far] = ends(points.map(([x]) => x));
  const [low, high] = ends(points.map(([, y]) => y));
  return (
    <ChartFrame {...content}>
      {(width, height) => {
        const x = (value: number) => MARGIN + ((value - left) / (far - left)) * (width - 2 * MARGIN);
        const y = (value: number) => height - MARGIN - ((value - low) / (high - low)) * (height - 2 * MARGIN);
        return (
          <>
            {points.map(([across, upwards, group], place) => (
              <Person key={place} x={x(across)} y={y(upwards)} group={group} />
            ))}
            {middles.map((middle, group) => (
              <g key={middle.label} transform={placed(x(middle.x), y(middle.y))}>
                <circle r={13} fill="var(--mantine-color-body)" stroke={LOOKS[lookAt(group)]} strokeWidth={3} />
                <text y={5} textAnchor="middle" fontSize={14} fontWeight={700} fill={INK}>
                  {middle.label}
                </text>
              </g>
            ))}
            <text x={width - 4} y={height - 4} textAnchor="end" fontSize={11} fill={INK}>
              {`${right} →`}
            </text>
            <text x={4} y={12} fontSize={11} fill={INK}>
              {`↑ ${up}`}
            </text>
          </>
        );
      }}
    </ChartFrame>
  );
}

/** A circle, a square, a triangle or a diamond; a cross is of no group. */
const FORMS = [
  'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
  'M-2.7-2.7h5.4v5.4h-5.4z',
  'M0-3.4L3.2 2.6h-6.4z',
  'M0-3.7L3.7 0 0 3.7-3.7 0z',
] as const;

/** The form of a group, and its colour: for maps and what explains them. */
export function GroupForm({ group }: { readonly group: number }) {
  if (group < 0) return <path d="M-3-3L3 3M3-3L-3 3" stroke={LOOKS.reference} />;
  return <path d={FORMS[group % FORMS.length] ?? FORMS[0]} fill={LOOKS[lookAt(group)]} fillOpacity={0.75} />;
}

function Person({ x, y, group }: { readonly x: number; readonly y: number; readonly group: number }) {
  return (
    <g transform={placed(x, y)}>
      <GroupForm group={group} />
    </g>
  );
}

function ends(values: readonly number[]): readonly [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least < most ? [least, most] : [least - 1, least + 1];
}

function placed(x: number, y: number): string {
  return `translate(${String(Math.round(x * 10) / 10)} ${String(Math.round(y * 10) / 10)})`;
}
