import { compileCondition } from '#strata/engine/conditions';
import {
  asksModel,
  type Condition,
  type ConditionOrSegment,
  type FactCatalogue,
  itemConditionFacts,
  type RankBy,
  type Segment,
  spokenFacts,
  timeZoneOf,
} from '#strata/engine';
import { type Telling } from './telling.js';

/** Whom a condition means: "a person who has not ordered for at least 180 days"; a segment is named by its title first. */
export function personWords(condition: ConditionOrSegment, telling: Telling): string {
  const { documents, phrases } = telling;
  const { segments } = documents;
  const segment = typeof condition === 'string' ? segments.find(({ id }) => id === condition) : undefined;
  const names = { facts: spokenFacts(documents), segments, timeZone: timeZoneOf(documents) };
  const person = whoWords(segment?.condition ?? condition, names, telling);
  return segment === undefined ? person : phrases.persons.ofSegment(segment.title, person);
}

/** What a condition is compiled with to be told. */
interface Names {
  readonly facts: FactCatalogue;
  readonly segments?: readonly Segment[];
  readonly timeZone: string;
}

/** "a person who has not ordered for at least 180 days", "a person whose city is empty". */
export function whoWords(
  condition: ConditionOrSegment,
  names: Names,
  { phrases, language }: Pick<Telling, 'phrases' | 'language'>,
): string {
  return phrases.persons.person(compileCondition(condition, { ...names, isPublished: true }).toWords(language));
}

/** Which items a condition over their facts means: "an item whose pieces in stock are more than 0". */
export function itemWords(condition: Condition, { documents, phrases, language }: Telling): string {
  const { itemFacts, ...others } = documents;
  if (itemFacts === undefined) return phrases.persons.anyItem;
  const facts = spokenFacts({ ...others, facts: itemConditionFacts(itemFacts) });
  const names = { facts, timeZone: timeZoneOf(documents), isPublished: true };
  return phrases.persons.item(compileCondition(condition, names).toWords(language));
}

/** Who comes first: "those with the highest number of orders". */
export function rankWords(rankBy: RankBy, { documents: { facts }, phrases }: Telling): string {
  if (asksModel(rankBy)) return phrases.persons.firstByScore(rankBy.model);
  return phrases.persons.firstByFact(facts[rankBy.fact]?.words ?? rankBy.fact, rankBy.order);
}
