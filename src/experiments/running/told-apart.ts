import { DECIDED_FACTS } from '#strata/decisions/log';
import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { sqlName } from '#strata/kernel';
import { type AskedPart, type AskedParts, type PartSums } from '#strata/ledger/experiments';
import { nearestName, StrataError } from '#sdk';
import { type ExperimentPhrases } from '../words/index.js';

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

/** What a segment tells people apart by. */
const [IN_IT, NOT_IN_IT] = ['in it', 'not in it'];

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
    sql: `case when ${condition.toSql('postgres')} then '${IN_IT}' else '${NOT_IN_IT}' end`,
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
export function toldApart(
  { name, values, unknown }: PartSums,
  documents: Pick<Documents, 'facts'>,
  { apart }: ExperimentPhrases,
): ToldApart {
  if (values.length > MOST_VALUES) {
    throw new StrataError('INVALID_REQUEST', `The fact "${name}" tells too many kinds of people apart.`, {
      problems: [{ message: `it has ${values.length} values`, expected: `one of at most ${MOST_VALUES}` }],
    });
  }
  const kind = kindOf(name, documents);
  const withoutValue = { arms: unknown.arm, treatment: unknown.role };
  return { by: name, kind, withoutValue, words: apart.by({ name, kind, unknown: withoutValue }) };
}

/** The sums with what a segment tells apart in words; values of facts are what they are. */
export function partInWords(
  sums: PartSums,
  documents: Pick<Documents, 'facts'>,
  { apart }: ExperimentPhrases,
): PartSums {
  if (kindOf(sums.name, documents) === 'fact') return sums;
  const values = sums.values.map((one) => ({ ...one, value: apart.inSegment(one.value === IN_IT) }));
  return { ...sums, values };
}

function kindOf(name: string, { facts }: Pick<Documents, 'facts'>): ToldApart['kind'] {
  return Object.hasOwn(facts, name) ? 'fact' : 'segment';
}
