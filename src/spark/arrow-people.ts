import { type FactCatalogue, timeZoneOf } from '#strata/engine';
import { type People } from '#strata/engine/columns';
import { type FactColumn, factAt, factColumnOf } from '#strata/engine/conditions';
import { derivedFacts } from '#strata/engine/plan';
import { PackedTexts } from '#strata/kernel/texts';
import {
  type BlockPeople,
  contactsIn,
  type FactSourceColumn,
  findFactColumns,
  policyContactsIn,
} from '#strata/campaigns/audience';
import { type ArrowBatch, type ArrowSource, unknownColumn } from '#strata/tables/arrow';
import { type Desk } from './desk.js';

/** Columns that say what Strata knows of people beside their facts, as `states.parquet` of a bundle has them. */
const STATE_FIELDS = {
  suppressed: 'strata_suppressed',
  consent: 'strata_consent',
  drawn: 'strata_drawn',
  contacts: 'strata_contacts',
  policyContacts: 'strata_policy_contacts',
  timeZone: 'strata_time_zone',
} as const;

/** Reads people of Arrow batches, as a campaign reads those of files. */
export type ReadPeople = (batch: ArrowBatch) => BlockPeople;

/**
 * Finds the columns that a campaign reads of people.
 *
 * @throws StrataError BAD_COLUMN, UNKNOWN_FACT with the nearest names
 */
export function peopleReader({ bundle, strategy, facts }: Desk, { fields }: ArrowSource): ReadPeople {
  const { documents } = bundle.release;
  const { audience } = bundle.campaign;
  const columns = [...fields.keys()];
  if (!columns.includes(audience.id)) throw unknownColumn(audience.id, columns);
  const language = { catalogue: documents.facts, timeZone: timeZoneOf(documents) };
  const file = 'the table of people';
  const sources = findFactColumns(facts, { file, columns, audience: { files: '', ...audience }, ...language });
  const purpose = strategy.document.consent;
  const said = purpose === undefined ? undefined : audience.consent?.[purpose];
  if (typeof said === 'string' && !columns.includes(said)) throw unknownColumn(said, columns);
  const known = Object.values(STATE_FIELDS).every((name) => columns.includes(name));
  return (batch) => {
    const ids = batch.texts(audience.id).map((id) => trimmed(id ?? ''));
    const rows = Uint32Array.from(ids.keys()).filter((row) => ids[row] !== '');
    const named = PackedTexts.of(Array.from(rows, (row) => ids[row] ?? ''));
    const states = known ? statesOf(batch, rows, named, strategy.policy !== null) : {};
    const given = purpose === undefined ? null : consentOf(batch, said, known);
    return {
      rows: named.length,
      ids: named,
      people: {
        rows: named.length,
        ids: named,
        facts: new Map(
          facts.map(({ key }, place) => [key, picked(factOf(batch, sources[place], { ...language, known }), rows)]),
        ),
        ...(purpose === undefined || given === null
          ? {}
          : { consent: new Map([[purpose, rows.length === given.length ? given : pickFlags(given, rows)]]) }),
        ...states,
      },
    };
  };
}

/** As DuckDB trims: spaces only. */
function trimmed(text: string): string {
  return text.replaceAll(/^ +| +$/g, '');
}

interface Language {
  readonly catalogue: FactCatalogue;
  readonly timeZone: string;
  /** Whether the columns of states are there. */
  readonly known: boolean;
}

function factOf(batch: ArrowBatch, source: FactSourceColumn | undefined, language: Language): FactColumn | undefined {
  if (source === undefined) return undefined;
  if (source.kind === 'elsewhere') return language.known ? batch.column(STATE_FIELDS.timeZone, 'string') : undefined;
  if (source.kind === 'derived') return derivedColumn(batch, source, language);
  const column = batch.column(source.column, source.type);
  if (column.kind !== 'category') return column;
  // A blank text is none.
  const blanks = column.categories.map((text) => trimmed(text) === '');
  if (!blanks.includes(true)) return column;
  return { ...column, codes: column.codes.map((code) => (blanks[code] === true ? -1 : code)) };
}

/** Told row by row, as of single people. */
function derivedColumn(
  batch: ArrowBatch,
  { name, parts }: Extract<FactSourceColumn, { readonly kind: 'derived' }>,
  language: Language,
): FactColumn {
  const derived = derivedFacts(language.catalogue, language.timeZone);
  const columns = [...parts].map(([part, source]) => [part, factOf(batch, source, language)] as const);
  return factColumnOf(
    Array.from({ length: batch.rows }, (_, row) => {
      const facts: Record<string, unknown> = {};
      for (const [part, column] of columns) {
        const value = factAt(column, row);
        if (value !== undefined) facts[part] = value;
      }
      derived.add(facts, (other) => parts.has(other));
      return facts[name];
    }),
  );
}

/** Whoever the table says consented, unless the last word that Strata knows is another. */
function consentOf(batch: ArrowBatch, said: string | true | undefined, known: boolean): Uint8Array | null {
  if (said === undefined && !known) return null;
  const own = typeof said === 'string' ? flags(batch, said, 0) : new Uint8Array(batch.rows).fill(Number(said === true));
  if (!known) return own;
  const last = flags(batch, STATE_FIELDS.consent, UNKNOWN);
  return own.map((value, row) => (last[row] === UNKNOWN ? value : (last[row] ?? 0)));
}

const UNKNOWN = 2;

function flags(batch: ArrowBatch, name: string, missing: number): Uint8Array {
  const column = batch.column(name, 'boolean');
  if (!('values' in column)) return new Uint8Array(batch.rows).fill(missing);
  return Uint8Array.from(column.values, (value) => (Number.isNaN(value) ? missing : value));
}

function statesOf(
  batch: ArrowBatch,
  rows: Uint32Array,
  named: PackedTexts,
  isCounted: boolean,
): Pick<People, 'suppressed' | 'contacts' | 'policyContacts'> & { readonly ids: PackedTexts } {
  const drawn = batch.texts(STATE_FIELDS.drawn);
  const contacts = batch.texts(STATE_FIELDS.contacts);
  const counted = batch.texts(STATE_FIELDS.policyContacts);
  return {
    ids: PackedTexts.of(Array.from(rows, (row, place) => drawn[row] ?? named.at(place))),
    suppressed: pickFlags(flags(batch, STATE_FIELDS.suppressed, 0), rows),
    contacts: contactsIn(Array.from(rows, (row) => contacts[row])),
    ...(isCounted ? { policyContacts: policyContactsIn(Array.from(rows, (row) => counted[row])) } : {}),
  };
}

function picked(column: FactColumn | undefined, rows: Uint32Array): FactColumn {
  if (column === undefined) return { kind: 'number', values: new Float64Array(rows.length).fill(Number.NaN) };
  if (column.kind === 'mixed') return { kind: 'mixed', values: Array.from(rows, (row) => column.values[row]) };
  if ('codes' in column) return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1) };
  return { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN) };
}

function pickFlags(column: Uint8Array, rows: Uint32Array): Uint8Array {
  return Uint8Array.from(rows, (row) => column[row] ?? 0);
}
