import { booleanAt, dateText, momentAt, numberAt } from './fact-column.js';
import { bitsOf } from './member-bits.js';
import { folded } from '../values/case-folding.js';
import { moment, moments } from '../values/dates.js';
import { includes, orderable, orderableNumber, primitive } from '../language/operators.js';
import { named, traceAll, traceAny, traceNot, traceSegment } from './trace-nodes.js';
import { versions } from '../values/versions.js';

const EMPTY: readonly unknown[] = [];

/** What generated code may call, by the names that it uses. */
export const RUNTIME = {
  bitsOf,
  includes,
  orderable,
  orderableNumber,
  primitive,
  folded,
  moment,
  moments,
  versions,
  traceAll,
  traceAny,
  traceNot,
  traceSegment,
  named,
  booleanAt,
  dateText,
  momentAt,
  numberAt,
  listOf: (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : EMPTY),
  isList: (value: unknown): value is unknown[] => Array.isArray(value),
  isOwn: Object.hasOwn,
  prototypeOf: (value: object): unknown => Object.getPrototypeOf(value),
  base: Object.prototype,
} as const;
