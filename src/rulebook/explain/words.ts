import { compileCondition, type ConditionOrSegment, type ReleaseDocuments } from '../../engine/index.js';

/** A condition in words; a segment is named by its title. */
export function conditionWords(condition: ConditionOrSegment, { facts, segments }: ReleaseDocuments): string {
  const segment = typeof condition === 'string' ? segments.find(({ id }) => id === condition) : undefined;
  const words = compileCondition(segment?.condition ?? condition, { facts, segments }).toWords();
  return segment === undefined ? words : `${segment.title}: ${words}`;
}
