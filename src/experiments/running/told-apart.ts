import { DECIDED_FACTS } from '#strata/decisions/log';
import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { fixedWords, sqlName } from '#strata/kernel';
import { type AskedPart, type AskedParts, type PartSums } from '#strata/ledger/experiments';
import { nearestName, StrataError } from '#sdk';

/** By what people are told apart, and of how many nobody knows it. */
export interface ToldApart {
  /** The fact, or the segment's id. */
  readonly by: string;
  readonly kind: 'fact' | 'segment';
  /** Of those who were drawn into arms, and of those who were treated or held out. */
  readonly withoutValue: { readonly arms: number; readonly treatment: number };
  readonly words: string;
}

/** With more values there is hardly anybody to compare. */
const MOST_VALUES = 50;
/** More tables than these nobody reads. */
const MOST_PARTS = 10;

type Documents = Pick<ReleaseDocuments, 'facts' | 'segments' | 'shop'>;

/**
 * What people are to be told apart by: facts of the catalogue, and segments; a fact where both are called so.
 *
 * @throws StrataError INVALID_REQUEST with the nearest name
 */
export function askedParts(names: readonly string[], documents: Documents): AskedParts {
  const each = [...new Set(names)];
  if (each.length > MOST_PARTS) {
    throw new StrataError('INVALID_REQUEST', 'People are told apart by too much at once.', {
      problems: [{ message: `${each.length} facts and segments`, expected: `at most ${MOST_PARTS}` }],
    });
  }
  return {
    catalogue: documents.facts,
    timeZone: timeZoneOf(documents),
    decided: DECIDED_FACTS,
    of: each.map((name) => askedPart(name, documents)),
  };
}

function askedPart(name: string, documents: Documents): AskedPart {
  const { facts, segments } = documents;
  if (Object.hasOwn(facts, name)) return { name, facts: [name], sql: `${sqlName(name)}::text` };
  if (!segments.some(({ id }) => id === name)) throw unknownPart(name, documents);
  const condition = compileCondition(name, { facts, segments, timeZone: timeZoneOf(documents), isPublished: true });
  return {
    name,
    facts: condition.facts.map(({ fact }) => fact),
    sql: `case when ${condition.toSql('postgres')} then 'in it' else 'not in it' end`,
  };
}

function unknownPart(name: string, { facts, segments }: Documents): StrataError {
  const nearest = nearestName(name, [...Object.keys(facts), ...segments.map(({ id }) => id)]);
  return new StrataError('INVALID_REQUEST', `There is no fact and no segment "${name}".`, {
    problems: [
      {
        message: `by "${name}"`,
        expected: 'a fact of the catalogue, or the id of a segment',
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

/** What was read by a fact or a segment, in numbers and in words. @throws StrataError INVALID_REQUEST of one with too many values */
export function toldApart({ name, values, unknown }: PartSums, { facts }: Pick<Documents, 'facts'>): ToldApart {
  if (values.length > MOST_VALUES) {
    throw new StrataError('INVALID_REQUEST', `The fact "${name}" tells too many kinds of people apart.`, {
      problems: [{ message: `it has ${values.length} values`, expected: `one of at most ${MOST_VALUES}` }],
    });
  }
  const kind = Object.hasOwn(facts, name) ? 'fact' : 'segment';
  const [arms, treatment] = [fixedWords(unknown.arm, 0), fixedWords(unknown.role, 0)];
  const was =
    kind === 'fact'
      ? `Segments are by ${name} as it was when people were decided about.`
      : `Segments are by who was in ${name} when people were decided about.`;
  return {
    by: name,
    kind,
    withoutValue: { arms: unknown.arm, treatment: unknown.role },
    words: `${was} It is not known of ${arms} of those who were drawn into arms, and ${treatment} of those with an offer or held out of one.`,
  };
}
