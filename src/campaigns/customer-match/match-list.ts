import { type FileHandle, open, rename } from 'node:fs/promises';
import { type CustomerMatch } from '#strata/engine';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { openMemory } from '#strata/tables';
import { StrataError } from '#sdk';
import { type ListedPerson, listedPeople } from '../booking/index.js';
import { type MatchCounts } from '../runs/index.js';
import { type AddressedPerson, addressedPeople } from './addressed-people.js';
import { type HashedAddresses, hashedAddresses, matchHeader } from './addresses.js';

/** A list that is to be found by an ad platform. */
interface MatchedList {
  /** Path of the list as it is booked. */
  readonly list: string;
  readonly match: CustomerMatch;
  /** The purpose that people must have consented to. */
  readonly purpose: string;
  /** Whether only people whose consent is stored count as consenting; else whoever did not refuse. */
  readonly onlyStored: boolean;
  readonly signal: AbortSignal;
}

type LeftOut = keyof MatchCounts['leftOut'];

const AT_ONCE = 10_000;

/**
 * Writes the hashed addresses of those who get an offer, as consent stands now. No address itself is written anywhere. Who is held
 * out is not in it, nor is whoever shares an address with somebody who is: the platform would show the ad to both.
 *
 * @param to a CSV file, there when all of it is
 * @throws StrataError CANCELLED
 */
export async function writeMatchList(database: Database, list: MatchedList, to: string): Promise<MatchCounts> {
  const part = `${to}.${uuidv7()}.part`;
  const file = await open(part, 'w');
  try {
    const counts = await writeRows(database, list, file);
    await file.sync();
    await file.close();
    await rename(part, to);
    return counts;
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function writeRows(database: Database, list: MatchedList, file: FileHandle): Promise<MatchCounts> {
  const counts = {
    ...{ people: 0, withEmail: 0, withPhone: 0 },
    leftOut: { unknown: 0, suppressed: 0, noConsent: 0, noAddress: 0, unusableAddress: 0, sharedWithHoldout: 0 },
  };
  const heldOut = await heldOutAddresses(database, list);
  await file.write(matchHeader(list.match.platform));
  for await (const people of some(database, list, 'offer')) {
    let rows = '';
    for (const person of people) {
      const found = placeOf(person, list, heldOut);
      if (typeof found === 'string') {
        counts.leftOut[found] += 1;
        continue;
      }
      counts.people += 1;
      if (found.email !== null) counts.withEmail += 1;
      if (found.phone !== null) counts.withPhone += 1;
      rows += `${found.email ?? ''},${found.phone ?? ''}\n`;
    }
    await file.write(rows);
  }
  return counts;
}

/** A person's addresses, or why it has none in the list. */
function placeOf(
  person: AddressedPerson,
  { match: { platform }, onlyStored }: MatchedList,
  heldOut: ReadonlySet<string>,
): HashedAddresses | LeftOut {
  if (!person.known) return 'unknown';
  if (person.suppressed) return 'suppressed';
  if (!(person.consent ?? !onlyStored)) return 'noConsent';
  if (person.email === null && person.phone === null) return 'noAddress';
  const addresses = hashedAddresses(platform, person);
  const usable = [addresses.email, addresses.phone].filter((each) => each !== null);
  if (usable.length === 0) return 'unusableAddress';
  return usable.some((each) => heldOut.has(each)) ? 'sharedWithHoldout' : addresses;
}

async function heldOutAddresses(database: Database, list: MatchedList): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>();
  for await (const people of some(database, list, 'holdout')) {
    for (const person of people) {
      const { email, phone } = hashedAddresses(list.match.platform, person);
      if (email !== null) hashes.add(email);
      if (phone !== null) hashes.add(phone);
    }
  }
  return hashes;
}

/** What is known of the people of a list with this outcome, some at a time. */
async function* some(
  database: Database,
  { list, match: { email = 'email', phone = 'phone' }, purpose, signal }: MatchedList,
  outcome: ListedPerson['outcome'],
): AsyncGenerator<readonly AddressedPerson[]> {
  const { connection, close } = await openMemory();
  try {
    for await (const listed of listedPeople(connection, list, AT_ONCE)) {
      if (signal.aborted) throw new StrataError('CANCELLED', 'The list was not written to its end.');
      const ids = listed.filter((person) => person.outcome === outcome).map(({ userId }) => userId);
      if (ids.length > 0) yield await addressedPeople(database, ids, { purpose, email, phone });
    }
  } finally {
    close();
  }
}
