import { compileCondition } from '#strata/engine/conditions';
import { type ConditionOrSegment, type ReleaseDocuments, spokenFacts, timeZoneOf } from '#strata/engine';

/** Whom a condition means: "a person who has not ordered for at least 180 days"; a segment is named by its title first. */
export function personWords(condition: ConditionOrSegment, documents: ReleaseDocuments): string {
  const { segments } = documents;
  const facts = spokenFacts(documents);
  const timeZone = timeZoneOf(documents);
  const segment = typeof condition === 'string' ? segments.find(({ id }) => id === condition) : undefined;
  const words = compileCondition(segment?.condition ?? condition, {
    facts,
    segments,
    timeZone,
    isPublished: true,
  }).toWords();
  // The engine's words are what follows "who", or begin with "whose".
  const person = `a person ${words.startsWith('whose ') ? words : `who ${words}`}`;
  return segment === undefined ? person : `${segment.title}: ${person}`;
}
