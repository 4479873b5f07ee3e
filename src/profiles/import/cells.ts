import { type Properties } from '../calls.js';

/** A row that is not kept, and why. */
export class BadRow extends Error {
  override readonly name = 'BadRow';
}

const LONGEST_ID = 200;
/** Control characters and halves of surrogate pairs: what no store and no log keeps as it is. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

/** The id of a person, or null where the cell is empty. Numbers are read as their digits. @throws BadRow */
export function readId(field: string, cell: unknown, most = LONGEST_ID): string | null {
  if (cell === null || cell === undefined || cell === '') return null;
  if (typeof cell !== 'string' && typeof cell !== 'number') throw new BadRow(`${field} is no text`);
  const id = String(cell);
  if (id.length > most) throw new BadRow(`${field} is longer than ${String(most)} characters`);
  if (UNFIT.test(id)) throw new BadRow(`${field} has control characters`);
  return id;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(?:(Z|z)|UTC|([+-]\d\d):?(\d\d)?)?)?$/;
const DIGITS = /^-?\d{1,17}(?:\.\d+)?$/;
/** Smaller numbers are seconds since 1970: as milliseconds they would lie before March 1973. */
const LEAST_MILLISECONDS = 100_000_000_000;
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-01-01T00:00:00Z');

/**
 * A moment in milliseconds since 1970: from ISO 8601 (in UTC where no zone is said), or from a number of milliseconds or
 * seconds. Null where the cell is empty. @throws BadRow
 */
export function readMoment(cell: unknown): number | null {
  if (cell === null || cell === undefined || cell === '') return null;
  const moment = typeof cell === 'string' ? momentOfText(cell.trim()) : momentOfNumber(cell);
  if (moment >= EARLIEST && moment < LATEST) return moment;
  throw new BadRow(
    `the time cannot be read; expected ISO 8601 such as 2026-11-22T08:00:00Z, or milliseconds since 1970`,
  );
}

function momentOfText(text: string): number {
  if (DIGITS.test(text)) return momentOfNumber(Number(text));
  const [, day, time = '00:00', utc, hours, minutes = '00'] = ISO.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return NaN;
  const zone = utc !== undefined || hours === undefined ? 'Z' : `${hours}:${minutes}`;
  return Date.parse(`${day}T${time.replace(',', '.')}${zone}`);
}

function momentOfNumber(value: unknown): number {
  if (typeof value !== 'number') return NaN;
  return Math.round(Math.abs(value) < LEAST_MILLISECONDS ? value * 1000 : value);
}

/** The 30th of February would become the 2nd of March. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** An object, or its JSON; empty where the cell is. @throws BadRow */
export function readObject(field: string, cell: unknown): Properties {
  if (cell === null || cell === undefined || cell === '') return {};
  const value = typeof cell === 'string' ? parsed(field, cell) : cell;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Properties;
  throw new BadRow(`${field} is no JSON object`);
}

function parsed(field: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRow(`${field} is no JSON`);
  }
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
  throw new BadRow(`${field} is neither true nor false`);
}
