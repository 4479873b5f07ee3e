import { pointerOf, type Steps } from '../at-path.js';
import { type Problem } from '../checks/check.js';
import { type EditedCollection } from '../collections.js';
import { isInside } from '../conditions/places.js';
import { sectionsOf, stepsIn } from './sections.js';

/** The problems of a member of the document that is edited. */
export function problemsAt(problems: readonly Problem[], steps: Steps): readonly Problem[] {
  const place = pointerOf(steps);
  return problems.filter(({ file, pointer = '' }) => file === undefined && isInside(pointer, place));
}

/** The problems that no field and no row of the form shows. */
export function unplaced(
  problems: readonly Problem[],
  collection: EditedCollection,
  document: object,
): readonly Problem[] {
  const places = sectionsOf(collection, document).flatMap(stepsIn);
  const placed = new Set(places.flatMap((steps) => problemsAt(problems, steps)));
  return problems.filter((problem) => !placed.has(problem));
}
