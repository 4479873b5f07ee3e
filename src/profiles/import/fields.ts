import { nearestName, StrataError } from '#sdk';

/** What is in a file. */
export type ImportKind = 'events' | 'profiles';

/** Fields that every row has one of, with the names of columns that mean them, the best first; in lower case, without `_`, `-` and blanks. */
const FIELDS = {
  user_id: ['userid', 'customerid'],
  anonymous_id: ['anonymousid'],
  message_id: ['messageid', 'eventid'],
  name: ['name', 'event', 'eventname'],
  at: ['at', 'timestamp', 'time', 'originaltimestamp', 'eventtime', 'occurredat', 'updatedat'],
  properties: ['properties'],
  attributes: ['attributes', 'traits'],
  consent: ['consent', 'consents'],
} as const;
export type Field = keyof typeof FIELDS;

const FIELDS_OF: Readonly<Record<ImportKind, readonly Field[]>> = {
  events: ['user_id', 'anonymous_id', 'message_id', 'name', 'at', 'properties'],
  profiles: ['user_id', 'anonymous_id', 'at', 'attributes', 'consent'],
};

/** The field that takes all others, and how a member of it is named in a mapping. */
const REST: Readonly<Record<ImportKind, string>> = { events: 'properties.', profiles: 'attributes.' };
const CONSENT = 'consent.';
/** As a target: the column is not read. */
const NOTHING = '-';

/** A column whose field was said: `--map column=field`. */
export interface Mapping {
  readonly column: string;
  readonly field: string;
}

/** Where in a row everything is. */
export interface ImportPlan {
  readonly columns: readonly string[];
  /** The index of each field that there is. */
  readonly fields: Readonly<Partial<Record<Field, number>>>;
  /** Columns that are properties (events) or attributes (profiles). */
  readonly rest: readonly Named[];
  /** Columns with the consent for a purpose. */
  readonly consents: readonly Named[];
  /** Columns that are not read. */
  readonly ignored: readonly string[];
}

/** A column under the name that it goes by. */
export interface Named {
  readonly index: number;
  readonly name: string;
  readonly column: string;
}

/**
 * Finds the fields among columns. Where a file has a column of properties, other columns are no properties, unless they
 * are mapped to some.
 */
export function planOf(kind: ImportKind, columns: readonly string[], mappings: readonly Mapping[]): ImportPlan {
  const mapped = new Map(mappings.map(({ column, field }) => [column, field]));
  const fields: Partial<Record<Field, number>> = {};
  for (const field of FIELDS_OF[kind]) {
    const index = indexOf(field, columns, mapped);
    if (index !== -1) fields[field] = index;
  }
  const taken = new Set(Object.values(fields));
  const whole = kind === 'events' && fields.properties !== undefined;
  const rest: Named[] = [];
  const consents: Named[] = [];
  const ignored: string[] = [];
  for (const [index, column] of columns.entries()) {
    if (taken.has(index)) continue;
    const target = mapped.get(column) ?? (kind === 'profiles' && column.startsWith(CONSENT) ? column : '');
    if (target.startsWith(CONSENT)) consents.push({ index, column, name: target.slice(CONSENT.length) });
    else if (target.startsWith(REST[kind])) rest.push({ index, column, name: target.slice(REST[kind].length) });
    else if (target === NOTHING || whole) ignored.push(column);
    else rest.push({ index, column, name: column });
  }
  return { columns, fields, rest, consents, ignored };
}

/** A column that was mapped to the field, else the one with its best name. */
function indexOf(field: Field, columns: readonly string[], mapped: ReadonlyMap<string, string>): number {
  const said = columns.findIndex((column) => mapped.get(column) === field);
  if (said !== -1) return said;
  for (const name of FIELDS[field]) {
    const index = columns.findIndex(
      (column) => !mapped.has(column) && column.toLowerCase().replace(/[_\s-]/g, '') === name,
    );
    if (index !== -1) return index;
  }
  return -1;
}

/** Reads `column=field`; the last `=` counts. @throws StrataError BAD_USAGE */
export function parseMapping(kind: ImportKind, text: string): Mapping {
  const equals = text.lastIndexOf('=');
  const mapping = { column: text.slice(0, Math.max(0, equals)), field: text.slice(equals + 1) };
  if (mapping.column !== '' && isTarget(kind, mapping.field)) return mapping;
  const nearest = nearestName(mapping.field, FIELDS_OF[kind]);
  const own = kind === 'profiles' ? ', attributes.NAME, consent.PURPOSE' : ', properties.NAME';
  throw new StrataError('BAD_USAGE', `"--map ${text}" is not understood.`, {
    problems: [
      {
        message: 'A mapping is column=field.',
        expected: `a field of ${FIELDS_OF[kind].join(', ')}${own}, or ${NOTHING} to leave the column out`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

function isTarget(kind: ImportKind, field: string): boolean {
  if (field === NOTHING || (FIELDS_OF[kind] as readonly string[]).includes(field)) return true;
  const prefixes = kind === 'profiles' ? [REST[kind], CONSENT] : [REST[kind]];
  return prefixes.some((prefix) => field.startsWith(prefix) && field.length > prefix.length);
}

/** Checks a file's header before anything is read. @throws StrataError BAD_COLUMN */
export function checkColumns(
  file: string,
  kind: ImportKind,
  { columns, mappings }: { readonly columns: readonly string[]; readonly mappings: readonly Mapping[] },
): void {
  for (const { column } of mappings) {
    if (!columns.includes(column)) throw missing(file, columns, `there is no column "${column}"`, column);
  }
  const { fields } = planOf(kind, columns, mappings);
  if (fields.user_id === undefined && fields.anonymous_id === undefined) {
    throw missing(file, columns, 'no column says whom a row is about (user_id or anonymous_id)', 'user_id');
  }
  if (kind === 'profiles') return;
  if (fields.name === undefined) throw missing(file, columns, 'no column has the name of the event', 'name');
  if (fields.at === undefined) throw missing(file, columns, 'no column says when it happened (at)', 'at');
}

const MOST_COLUMNS = 40;

function missing(file: string, columns: readonly string[], message: string, wanted: string): StrataError {
  const nearest = nearestName(wanted, columns);
  const names = `${columns.slice(0, MOST_COLUMNS).join(', ')}${columns.length > MOST_COLUMNS ? ', …' : ''}`;
  return new StrataError('BAD_COLUMN', `The columns of ${file} are not understood.`, {
    problems: [
      { file, message, expected: `name the field of a column with --map column=field; there are ${names}` },
      ...(nearest === undefined || nearest === wanted ? [] : [{ file, message: 'A column is called alike.', nearest }]),
    ],
  });
}
