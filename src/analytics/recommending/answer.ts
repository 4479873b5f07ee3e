import { type Condition, itemConditionFacts, type ReleaseDocuments, timeZoneOf, type UserEvent } from '#strata/engine';
import { validateCondition } from '#strata/engine/conditions';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import { nearestName, type Problem, StrataError } from '#sdk';
import { type AskedPerson, type RecommendedList, type WantedList } from './lists/question.js';
import { type AskingMoment, type RecommenderDesk } from './recommender-desk.js';

/** Something that the user did, as a request tells it. */
interface ToldEvent {
  readonly name: string;
  /** Milliseconds since 1970; now unless told. */
  readonly at?: number | undefined;
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** A question, as `POST /v1/recommendations` takes it. */
export interface RecommendationQuestion extends WantedList {
  /** Id of the analysis; the only one of the release unless told. */
  readonly model?: string | undefined;
  readonly userId?: string | undefined;
  readonly events?: readonly ToldEvent[] | undefined;
  /** Ids of items that the user had, as of the first event that the analysis counts. */
  readonly history?: readonly string[] | undefined;
  readonly similarTo?: string | undefined;
  readonly order?: readonly string[] | undefined;
}

/** What answers. */
interface AnswerParts {
  readonly desk: Pick<RecommenderDesk, 'forPeople' | 'similar' | 'order'>;
  readonly at: AskingMoment;
}

/** The answer to a question. @throws StrataError NOT_FOUND, INVALID_DOCUMENT, INVALID_REQUEST with the nearest right thing, UNAVAILABLE */
export async function answerTo(question: RecommendationQuestion, { desk, at }: AnswerParts): Promise<RecommendedList> {
  const document = recommenderCalled(at.documents, question.model);
  assertWanted(question, at.documents);
  const { id } = document;
  if (question.similarTo !== undefined) return await desk.similar(id, question.similarTo, question, at);
  const person = askedPerson(question, document, at.now);
  if (question.order !== undefined) return await desk.order(id, question.order, person, { where: question.where, at });
  const [list] = await desk.forPeople(id, [person], question, at);
  if (list === undefined) throw new StrataError('INTERNAL', 'Nobody was answered.');
  return list;
}

/** The analysis that recommends; the only one where none is named. @throws StrataError NOT_FOUND with the nearest id */
export function recommenderCalled(
  { analyses = [] }: ReleaseDocuments,
  id: string | undefined,
): RecommendationsAnalysis {
  const all = analyses.filter((analysis): analysis is RecommendationsAnalysis => analysis.kind === 'recommendations');
  const found = id === undefined && all.length === 1 ? all[0] : all.find((analysis) => analysis.id === id);
  if (found !== undefined) return found;
  const known = all.map((analysis) => analysis.id);
  const nearest = id === undefined ? undefined : nearestName(id, known);
  const message =
    id === undefined
      ? known.length === 0
        ? 'No analysis of the current release recommends items.'
        : 'Several analyses recommend items: name one.'
      : `There is no analysis "${id.slice(0, 100)}" that recommends items.`;
  const expected = known.length === 0 ? 'a document of the kind "recommendations" in rules/analyses' : known.join(', ');
  throw new StrataError('NOT_FOUND', message, {
    problems: [{ message, pointer: '/model', expected, ...(nearest === undefined ? {} : { nearest }) }],
  });
}

/** @throws StrataError INVALID_DOCUMENT, INVALID_REQUEST */
export function assertWanted({ where, perCategory, diversity = 0 }: WantedList, documents: ReleaseDocuments): void {
  const { itemFacts } = documents;
  if (diversity > 0 && itemFacts === undefined) {
    const message = 'Nothing tells items apart.';
    const problem = { message, pointer: '/diversity', expected: 'facts of items in rules/item-facts.json' };
    throw new StrataError('INVALID_REQUEST', message, { problems: [problem] });
  }
  if (perCategory !== undefined && itemFacts?.category === undefined) {
    const message = 'No item fact is the category.';
    const problem = { message, pointer: '/perCategory', expected: '"category" in rules/item-facts.json' };
    throw new StrataError('INVALID_REQUEST', message, { problems: [problem] });
  }
  if (where === undefined) return;
  const problems = itemConditionProblems(where, documents);
  const [first] = problems;
  if (first !== undefined) throw new StrataError('INVALID_DOCUMENT', first.message, { problems });
}

function itemConditionProblems(where: Condition, documents: ReleaseDocuments): readonly Problem[] {
  const facts = itemConditionFacts(documents.itemFacts ?? { facts: {} });
  return validateCondition(where, {
    ...{ pointer: '/where', facts, allow: [], segments: [], timeZone: timeZoneOf(documents) },
  });
}

function askedPerson(
  { userId, events = [], history = [] }: RecommendationQuestion,
  { interactions: [first] }: RecommendationsAnalysis,
  now: number,
): AskedPerson {
  const had: readonly UserEvent[] =
    first === undefined
      ? []
      : history.map((item) => ({
          ...{ name: first.event, at: now },
          properties: { [first.item]: first.member === undefined ? item : [{ [first.member]: item }] },
        }));
  return {
    person: userId ?? null,
    events: [...events.map(({ name, at = now, properties = {} }) => ({ name, at, properties })), ...had],
  };
}
