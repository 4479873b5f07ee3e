import { compileCondition, type ConditionOptions } from '#strata/engine/conditions';
import {
  asksModel,
  type Condition,
  type ConditionOrSegment,
  itemConditionFacts,
  type RankBy,
  type ReleaseDocuments,
  spokenFacts,
  timeZoneOf,
} from '#strata/engine';

/** Whom a condition means: "a person who has not ordered for at least 180 days"; a segment is named by its title first. */
export function personWords(condition: ConditionOrSegment, documents: ReleaseDocuments): string {
  const { segments } = documents;
  const segment = typeof condition === 'string' ? segments.find(({ id }) => id === condition) : undefined;
  const names = { facts: spokenFacts(documents), segments, timeZone: timeZoneOf(documents) };
  const person = whoWords(segment?.condition ?? condition, names);
  return segment === undefined ? person : `${segment.title}: ${person}`;
}

/** "a person who has not ordered for at least 180 days", "a person whose city is empty". */
export function whoWords(condition: ConditionOrSegment, names: ConditionOptions): string {
  const words = compileCondition(condition, { ...names, isPublished: true }).toWords();
  // The engine's words are what follows "who", or begin with "whose".
  return `a person ${words.startsWith('whose ') ? words : `who ${words}`}`;
}

/** Which items a condition over their facts means: "an item whose pieces in stock are more than 0". */
export function itemWords(condition: Condition, { itemFacts, ...documents }: ReleaseDocuments): string {
  if (itemFacts === undefined) return 'an item';
  const facts = itemConditionFacts(itemFacts);
  const names = { facts: spokenFacts({ ...documents, facts }), timeZone: timeZoneOf(documents), isPublished: true };
  const words = compileCondition(condition, names).toWords();
  return `an item ${words.startsWith('whose ') ? words : `that ${words}`}`;
}

/** Who comes first: "those with the highest number of orders". */
export function rankWords(rankBy: RankBy, { facts }: ReleaseDocuments): string {
  if (asksModel(rankBy)) return `those with the highest score of ${rankBy.model}`;
  const words = facts[rankBy.fact]?.words ?? rankBy.fact;
  return `those with the ${rankBy.order === 'desc' ? 'highest' : 'lowest'} ${words}`;
}
