import { localPoint } from '@visx/event';
import { type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react';
import { type Plot } from './axes.js';
import { LOOKS } from './looks.js';
import './drag-handle.css';

/** Something that is dragged from one of its positions to another. */
export interface Dragged {
  readonly label: string;
  /** Of the horizontal measure, in ascending order. */
  readonly positions: readonly number[];
  /** The chosen position's place among them. */
  readonly at: number;
  /** What the chosen position means, read aloud. */
  readonly valueText: string;
  readonly onMove: (at: number) => void;
}

const PAGE = 10;
/** Read by its style sheet. */
const COLOUR = { '--handle': LOOKS.second } as CSSProperties;

/** Keys of a slider (WAI-ARIA): by how many positions each moves. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -PAGE,
  PageUp: PAGE,
  Home: -Infinity,
  End: Infinity,
};

/** A slider that lies on a chart: a pointer anywhere on the chart moves it, and so do the keys of a slider. */
export function DragHandle({ plot, dragged }: { readonly plot: Plot; readonly dragged: Dragged }) {
  const { label, positions, at, valueText, onMove } = dragged;
  const last = positions.length - 1;
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onMove(Math.min(last, Math.max(0, at + step)));
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const place = localPoint(event.currentTarget, event);
    if (place !== null) onMove(nearest(positions, plot.x.invert(place.x)));
  };
  return (
    <div className="drag-area" onPointerDown={drag} onPointerMove={drag}>
      <div
        className="drag-handle"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={valueText}
        onKeyDown={press}
        style={{ ...COLOUR, left: plot.x(positions[at] ?? 0), top: plot.top, height: plot.bottom - plot.top }}
      />
    </div>
  );
}

/** The place of the position that is nearest to a value. */
function nearest(positions: readonly number[], value: number): number {
  return positions.reduce(
    (best, position, place) =>
      Math.abs(position - value) < Math.abs((positions[best] ?? Infinity) - value) ? place : best,
    0,
  );
}
