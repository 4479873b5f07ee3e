import { textDigest } from '#strata/kernel';
import { type ConsentWord, type IdentifyCall, type Properties, type TrackCall } from '../calls/index.js';
import { BadRow, isNobodysCell, readConsent, readId, readMoment, readObject, readPersonId } from './cells.js';
import { type Field, type Named, type ImportPlan } from './fields.js';
import { type RowSource, type SourceRow } from '#strata/tables/rows';

/** As in the tracking API. */
const LARGEST_ROW = 32 * 1024;
const LONGEST_MESSAGE_ID = 255;
const LONGEST_NAME = 200;

/** How cells become properties. */
type ValueOf = RowSource['valueOf'];

/** What a person did. @throws BadRow */
export function trackCallOf(row: SourceRow, plan: ImportPlan, valueOf: ValueOf): TrackCall {
  checkSize(row);
  const id = personOf(row, plan);
  const name = readId('the name of the event', cellOf(row, plan, 'name'), LONGEST_NAME);
  if (name === null) throw new BadRow('the event has no name', 'event');
  const at = readMoment(cellOf(row, plan, 'at'));
  if (at === null) throw new BadRow('no time is said', 'timestamp');
  return {
    kind: 'track',
    id,
    messageId: readId('message_id', cellOf(row, plan, 'message_id'), LONGEST_MESSAGE_ID) ?? messageIdOf(row),
    name,
    properties: {
      ...valuesOf(row, plan.rest, valueOf),
      ...readObject('properties', cellOf(row, plan, 'properties')),
    },
    at,
  };
}

/**
 * What is known about a person; never later than `now`, or it would outdate what is said until then.
 *
 * @param at when a row that says nothing else was true
 * @throws BadRow
 */
export function identifyCallOf(
  row: SourceRow,
  plan: ImportPlan,
  { valueOf, at, now }: { readonly valueOf: ValueOf; readonly at: number; readonly now: number },
): IdentifyCall {
  checkSize(row);
  const anonymousId = readPersonId('anonymous_id', cellOf(row, plan, 'anonymous_id'));
  const id = personOf(row, plan);
  return {
    kind: 'identify',
    id,
    anonymousId: anonymousId === id ? null : anonymousId,
    traits: {
      ...valuesOf(row, plan.rest, valueOf),
      ...readObject('attributes', cellOf(row, plan, 'attributes')),
    },
    consent: consentOf(row, plan),
    at: Math.min(readMoment(cellOf(row, plan, 'at')) ?? at, now),
  };
}

function checkSize({ size }: SourceRow): void {
  if (size > LARGEST_ROW) throw new BadRow('it is larger than 32 KB', 'size');
}

function cellOf({ cells }: SourceRow, { fields }: ImportPlan, field: Field): unknown {
  const index = fields[field];
  return index === undefined ? null : cells[index];
}

function personOf(row: SourceRow, plan: ImportPlan): string {
  const id =
    readPersonId('user_id', cellOf(row, plan, 'user_id')) ??
    readPersonId('anonymous_id', cellOf(row, plan, 'anonymous_id'));
  if (id !== null) return id;
  if (namesNobody(row, plan)) throw new BadRow('its id is a word for nothing and names nobody', 'userId');
  throw new BadRow('it says not whom it is about (user_id or anonymous_id)', 'userId');
}

/** True where an id of the row names nobody. */
export function namesNobody(row: SourceRow, plan: ImportPlan): boolean {
  return isNobodysCell(cellOf(row, plan, 'user_id')) || isNobodysCell(cellOf(row, plan, 'anonymous_id'));
}

/** Empty cells say nothing. */
function valuesOf({ cells }: SourceRow, named: readonly Named[], valueOf: ValueOf): Properties {
  const values: Record<string, unknown> = {};
  for (const { index, name, column } of named) {
    const cell = cells[index];
    const value = cell === null || cell === undefined ? undefined : valueOf(column, cell);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** The same row has the same id, so that it counts once however often it is imported; equal rows are one event. */
function messageIdOf({ columns, cells }: SourceRow): string {
  const text = JSON.stringify([columns, cells]);
  return `row-${textDigest(text)}`;
}

function consentOf(row: SourceRow, plan: ImportPlan): readonly ConsentWord[] {
  const said = [
    ...Object.entries(readObject('consent', cellOf(row, plan, 'consent'))),
    ...plan.consents.map(({ index, name }) => [name, row.cells[index]] as const),
  ];
  return said.flatMap(([purpose, cell]) => {
    const granted = readConsent(`consent.${purpose}`, cell);
    const name = readId('the purpose of a consent', purpose);
    return granted === null || name === null ? [] : [{ purpose: name, granted, source: 'import' }];
  });
}
