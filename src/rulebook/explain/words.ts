import { compileCondition, type ConditionOrSegment, type ReleaseDocuments } from '../../engine/index.js';

/** Whom a condition means: "a person who has not ordered for at least 180 days"; a segment is named by its title first. */
export function personWords(condition: ConditionOrSegment, { facts, segments }: ReleaseDocuments): string {
  const segment = typeof condition === 'string' ? segments.find(({ id }) => id === condition) : undefined;
  const words = compileCondition(segment?.condition ?? condition, { facts, segments }).toWords();
  // The engine's words are what follows "who", or begin with "whose".
  const person = `a person ${words.startsWith('whose ') ? words : `who ${words}`}`;
  return segment === undefined ? person : `${segment.title}: ${person}`;
}
