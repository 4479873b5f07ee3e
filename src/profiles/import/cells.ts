import { isDeeperThan } from '#strata/kernel';
import { type Properties, type Rejection, MOMENT_EXPECTED, momentOf, isNobody } from '../calls/index.js';
import { DEEPEST_ROW } from '#strata/tables/rows';

/** A row that is not kept, and why. */
export class BadRow extends Error {
  override readonly name = 'BadRow';

  constructor(
    message: string,
    /** What of the row is wrong. */
    readonly about: Rejection = 'other',
  ) {
    super(message);
  }
}

/** What a field of a row is in the tracking API. */
function aboutOf(field: string): Rejection {
  return field.startsWith('consent.') ? 'consent' : (ABOUT[field] ?? 'other');
}

const ABOUT: Readonly<Partial<Record<string, Rejection>>> = {
  user_id: 'userId',
  anonymous_id: 'userId',
  message_id: 'messageId',
  'the name of the event': 'event',
  'the purpose of a consent': 'consent',
  consent: 'consent',
  properties: 'properties',
  attributes: 'traits',
};

const LONGEST_ID = 200;
/** Control characters and halves of surrogate pairs: what no store and no log keeps as it is. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

/** The id of a person, or null where the cell is empty. Numbers are read as their digits. @throws BadRow */
export function readId(field: string, cell: unknown, most = LONGEST_ID): string | null {
  if (cell === null || cell === undefined || cell === '') return null;
  if (typeof cell !== 'string' && typeof cell !== 'number') throw new BadRow(`${field} is no text`, aboutOf(field));
  const id = String(cell);
  if (id.length > most) throw new BadRow(`${field} is longer than ${String(most)} characters`, aboutOf(field));
  if (UNFIT.test(id)) throw new BadRow(`${field} has control characters`, aboutOf(field));
  return id;
}

/** A moment in milliseconds since 1970, as of {@link momentOf}. Null where the cell is empty. @throws BadRow */
export function readMoment(cell: unknown): number | null {
  if (cell === null || cell === undefined || cell === '') return null;
  const moment = momentOf(cell);
  if (moment !== undefined) return moment;
  throw new BadRow(`the time cannot be read; expected ${MOMENT_EXPECTED}`, 'timestamp');
}

/** An object, or its JSON; empty where the cell is. @throws BadRow */
export function readObject(field: string, cell: unknown): Properties {
  if (cell === null || cell === undefined || cell === '') return {};
  const value = typeof cell === 'string' ? parsed(field, cell) : cell;
  if (isDeeperThan(DEEPEST_ROW, value))
    throw new BadRow(`${field} is nested deeper than ${String(DEEPEST_ROW)} levels`, aboutOf(field));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Properties;
  throw new BadRow(`${field} is no JSON object`, aboutOf(field));
}

function parsed(field: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRow(`${field} is no JSON`, aboutOf(field));
  }
}

/** The id of a person, or null where the cell is empty or names nobody. @throws BadRow */
export function readPersonId(field: string, cell: unknown): string | null {
  const id = readId(field, cell);
  return id === null || isNobody(id) ? null : id;
}

/** True where a cell names nobody, and is not simply empty. */
export function isNobodysCell(cell: unknown): boolean {
  return (typeof cell === 'string' || typeof cell === 'number') && cell !== '' && isNobody(String(cell));
}

const YES = new Set(['true', 't', 'yes', 'y', '1', 'granted', 'opted_in', 'subscribed']);
const NO = new Set(['false', 'f', 'no', 'n', '0', 'denied', 'withdrawn', 'opted_out', 'unsubscribed']);

/** Whether a purpose is granted; null where nothing is said. @throws BadRow */
export function readConsent(field: string, cell: unknown): boolean | null {
  if (cell === null || cell === undefined || cell === '') return null;
  if (typeof cell === 'boolean') return cell;
  const word = typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim().toLowerCase() : '';
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new BadRow(`${field} is neither true nor false`, aboutOf(field));
}
