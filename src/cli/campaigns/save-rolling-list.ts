import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { finished } from 'node:stream/promises';
import { StrataError } from '#sdk';
import { type RollingCalls, type ShownContacts } from './rolling-calls.js';

/** The list of a rolling campaign, or of one of its turns. */
interface RollingList {
  readonly campaign: string;
  readonly turn?: string;
}

type Contact = ShownContacts['contacts'][number];
const COLUMNS = ['place', 'turn', 'user', 'outcome', 'offer', 'arm', 'decision', 'due', 'at'] as const;
const AT_ONCE = 1_000;

/**
 * Writes a list as CSV or NDJSON, by the ending of the file; page by page, and nothing where it fails.
 *
 * @returns how many rows it has
 * @throws StrataError BAD_USAGE, NOT_FOUND where there is no such turn or nobody on its list
 */
export async function saveRollingList(
  calls: RollingCalls,
  { campaign, turn }: RollingList,
  file: string,
): Promise<number> {
  const { head, line } = formatOf(file);
  const part = `${file}.part`;
  const stream = createWriteStream(part);
  const closed = finished(stream);
  closed.catch(() => undefined);
  try {
    let rows = 0;
    stream.write(head);
    for (let after: number | null = 0; after !== null;) {
      const page = await calls.contacts(campaign, { after, limit: AT_ONCE, ...(turn === undefined ? {} : { turn }) });
      rows += page.contacts.length;
      if (!stream.write(page.contacts.map(line).join(''))) await Promise.race([once(stream, 'drain'), closed]);
      after = page.next;
    }
    if (turn !== undefined && rows === 0) throw unknownTurn(campaign, turn);
    stream.end();
    await closed;
    await rename(part, file);
    return rows;
  } catch (error) {
    stream.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

interface LineFormat {
  readonly head: string;
  readonly line: (contact: Contact) => string;
}

function formatOf(file: string): LineFormat {
  const ending = extname(file);
  if (ending === '.csv') {
    const line = (contact: Contact) => `${COLUMNS.map((column) => csvCell(contact[column])).join(',')}\n`;
    return { head: `${COLUMNS.join(',')}\n`, line };
  }
  if (ending === '.ndjson') return { head: '', line: (contact) => `${JSON.stringify(contact)}\n` };
  throw new StrataError('BAD_USAGE', 'The list of a rolling campaign is written as CSV or NDJSON.', {
    problems: [{ file, message: `it ends in "${ending}"`, expected: '.csv or .ndjson' }],
  });
}

function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function unknownTurn(campaign: string, turn: string): StrataError {
  const message = `"${campaign}" has no turn "${turn.slice(0, 100)}" with anybody on its list.`;
  const expected = `one of strata campaign list ${campaign}`;
  return new StrataError('NOT_FOUND', message, { problems: [{ message, expected }] });
}
