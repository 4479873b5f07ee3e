import { type ConditionOrSegment, type Layer, LAYERS } from '#strata/engine';
import { lintCondition, validateCondition, type ValidationOptions } from '#strata/engine/conditions';
import { contradictions } from './contradictions.js';
import { type Known, type Report } from '../context/report.js';

/** Where a condition stands: in its document, and in which layer; `segment` is the segment whose condition it is. */
interface ConditionPlace {
  readonly pointer: string;
  readonly layer: Layer;
  readonly segment?: string | null;
}

/** Checks a condition of a document: the language itself, names, layer, and that operators and values fit the facts' types. */
export function checkCondition(
  condition: ConditionOrSegment,
  { pointer, layer, segment = null }: ConditionPlace,
  known: Known,
  report: Report,
): void {
  const options: ValidationOptions = {
    pointer,
    timeZone: known.timeZone,
    allow: LAYERS[layer],
    document: { segment },
    segments: known.segments,
    models: [...known.models.keys()],
    ...(known.facts === undefined ? {} : { facts: known.facts }),
  };
  const problems = validateCondition(condition, options);
  for (const { pointer: at = pointer, message, expected, nearest } of problems) {
    report.problem(at, message, expected, nearest);
  }
  if (problems.length > 0) return;
  for (const { pointer: at = pointer, message, expected } of [
    ...lintCondition(condition, options),
    ...contradictions(condition, pointer, known),
  ]) {
    report.warning(at, message, expected);
  }
}
