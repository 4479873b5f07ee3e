import { type FactCatalogue, type FactType, type FileAudience } from '#strata/engine';
import { basisOf } from '#strata/engine/facts';
import { derivedFacts } from '#strata/engine/plan';
import { nearestName, type Problem, StrataError } from '#sdk';
import { type NeededFact } from '../people/needed-facts.js';

/** Where a fact comes from in a file. */
export type FactSourceColumn =
  | { readonly kind: 'column'; readonly column: string; readonly type: FactType }
  /** Told by other facts, whose columns are given by their names. */
  | {
      readonly kind: 'derived';
      readonly name: string;
      readonly parts: ReadonlyMap<string, FactSourceColumn>;
      readonly type: FactType;
    }
  /** The file does not tell it, and need not: see {@link NeededFact}. */
  | { readonly kind: 'elsewhere'; readonly type: FactType };

/** What facts are looked for in. */
export interface FileFacts {
  /** As messages name it. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly audience: FileAudience;
  readonly catalogue: FactCatalogue;
  readonly timeZone: string;
}

/**
 * The column of each fact: the one that the audience names, else the one of its name, else told by the facts that it
 * consists of.
 *
 * @throws StrataError BAD_COLUMN, UNKNOWN_FACT with all problems, each with the nearest name
 */
export function findFactColumns(needed: readonly NeededFact[], source: FileFacts): readonly FactSourceColumn[] {
  const problems = mappingProblems(source);
  if (problems.length > 0)
    throw new StrataError('BAD_COLUMN', `The facts of ${source.file} are not found.`, { problems });
  const found = needed.map(({ ref, type, key, isTimeZone }): FactSourceColumn | undefined => {
    const column = ref.params === undefined ? find(key, type, source) : undefined;
    return column === undefined && isTimeZone === true ? { kind: 'elsewhere', type } : column;
  });
  const missing = needed.flatMap((fact, index) => (found[index] === undefined ? [missingFact(fact, source)] : []));
  if (missing.length === 0) return found as readonly FactSourceColumn[];
  throw new StrataError('BAD_COLUMN', `${source.file} does not hold what the campaign reads.`, { problems: missing });
}

function find(name: string, type: FactType, source: FileFacts): FactSourceColumn | undefined {
  const { columns, audience, catalogue, timeZone } = source;
  const column = audience.facts?.[name] ?? name;
  if (columns.includes(column)) return { kind: 'column', column, type };
  const definition = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
  if (definition === undefined || !derivedFacts(catalogue, timeZone).has(name)) return undefined;
  const basis = basisOf(definition);
  const names = basis.of === 'facts' ? basis.names : [];
  const parts = names.map((part) => [part, find(part, catalogue[part]?.type ?? 'number', source)] as const);
  const known = parts.flatMap(([part, found]) => (found === undefined ? [] : [[part, found] as const]));
  return known.length === names.length ? { kind: 'derived', name, parts: new Map(known), type } : undefined;
}

function mappingProblems({ file, columns, audience, catalogue }: FileFacts): readonly Problem[] {
  return Object.entries(audience.facts ?? {}).flatMap(([fact, column]): readonly Problem[] => {
    if (!Object.hasOwn(catalogue, fact)) {
      const nearest = nearestName(fact, Object.keys(catalogue));
      const message = `"${fact}" is no fact of the catalogue`;
      return [{ file, pointer: '/audience/facts', message, ...(nearest === undefined ? {} : { nearest }) }];
    }
    return columns.includes(column) ? [] : [noColumn(column, file, columns)];
  });
}

/** There is no such column. */
export function noColumn(column: string, file: string, columns: readonly string[]): Problem {
  const nearest = nearestName(column, columns);
  const expected = `one of ${columns.slice(0, 40).join(', ')}${columns.length > 40 ? ', …' : ''}`;
  const message = `there is no column "${column}"`;
  return { file, message, expected, ...(nearest === undefined ? {} : { nearest }) };
}

function missingFact({ key, ref }: NeededFact, { file, columns }: FileFacts): Problem {
  if (ref.params !== undefined) {
    const message = `the campaign reads events (${key}), which files of people do not hold`;
    return { file, message, expected: 'people of the store: {"stored": true}' };
  }
  const { nearest, ...problem } = noColumn(key, file, columns);
  const expected = `a column "${key}", or "facts": {"${key}": COLUMN} in the campaign`;
  return {
    ...problem,
    message: `there is no column for the fact "${key}"`,
    expected,
    ...(nearest === undefined ? {} : { nearest }),
  };
}
