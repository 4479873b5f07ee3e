import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '#sdk';
import { type ReleaseDocuments, type Strategy } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { contactsAt, findContacts } from './contact-table.js';
import { type KnownPerson, knownPeople } from './known-people.js';

const NOW = Date.UTC(2026, 10, 29);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const gift: Strategy = {
  id: 'gift',
  title: 'A gift',
  goal: { event: 'order', within: 'P3D', margin: 0.5, orderValue: 100 },
  segment: { all: [] },
  baseline: { title: 'All', offer: 'small' },
  offers: [{ id: 'small', title: 'S', faceValue: 1, redemptionRate: 1, contactCost: 1, response: { rate: 0.5 } }],
  limits: { perUser: { contacts: 1, within: 'P4D' } },
};
const documents: ReleaseDocuments = {
  ...{ facts: {}, segments: [], models: [], strategies: [gift] },
  contactPolicy: { caps: [{ contacts: 2, within: 'P7D' }], quietHours: [{ from: '21:00', to: '08:00' }] },
};

describeOnBothHomes('what is known of people', (home) => {
  let database: Database;
  const persons = Array.from({ length: 40 }, (_, n) => `person-${String(n)}`);
  const aliases = persons.slice(0, 20).flatMap((person, n) => [`a-${person}`, `z-${person}`].slice(0, 1 + (n % 2)));

  beforeAll(async () => {
    database = await freshDatabase(home);
    const random = seededRandom(3);
    const ids = [...persons, ...aliases];
    const rows = Array.from({ length: 160 }, (_, n) => {
      const id = ids[random.integer(ids.length)] ?? '';
      // Some were asked about under another id, which may have turned out to be somebody else's.
      const asked = random.uniform() < 0.3 ? (aliases[random.integer(aliases.length)] ?? null) : null;
      const [strategy, channel] = [['gift', 'other'][random.integer(2)], ['sms', 'mail', null][random.integer(3)]];
      const at = new Date(NOW - random.integer(240) * HOUR).toISOString();
      return { id, asked: asked === id ? null : asked, strategy, channel, at, number: n };
    });
    await database.transaction(async (manager) => {
      await manager.query(
        `insert into contacts (user_id, asked_as, strategy, number, offer, channel, exposure_id, at, source)
         select r->>'id', r->>'asked', r->>'strategy', (r->>'number')::int, 'small', r->>'channel',
           'e' || (r->>'number'), (r->>'at')::timestamptz, case (r->>'number')::int % 2 when 0 then 'decision' else 'campaign/1' end
         from jsonb_array_elements($1::jsonb) r`,
        [JSON.stringify(rows)],
      );
      const merged = aliases.map((id) => ({ id, person: id.slice(2) }));
      await manager.query(
        `insert into identities (anonymous_id, user_id, claimed_id, at)
         select r->>'id', r->>'person', r->>'person', $2 from jsonb_array_elements($1::jsonb) r`,
        [JSON.stringify(merged), new Date(NOW).toISOString()],
      );
      await manager.query(
        `insert into profiles (user_id, attributes, suppressed)
         select p, case when p like '%1' then '{"zone": "Asia/Tokyo"}'::jsonb else '{}' end, p like '%2' from unnest($1::text[]) p`,
        [persons],
      );
      await manager.query(
        `insert into events (user_id, message_id, name, at, properties)
         select p, 'order ' || p, 'order', $2, '{}' from unnest($1::text[]) p where p like '%3' or p like '%4'`,
        [persons, new Date(NOW - 2 * DAY).toISOString()],
      );
    });
  });
  afterAll(() => database.close());

  async function known(
    contactPolicy = documents.contactPolicy,
    zoneAttribute?: string,
    asked: { readonly ids?: AsyncIterable<readonly string[]> } = {},
  ) {
    const released = { ...documents, ...(contactPolicy === undefined ? {} : { contactPolicy }) };
    const [strategy] = compileRelease(released, 'sha256:1').strategies;
    const found = new Map<string, KnownPerson>();
    for await (const some of knownPeople(database, { strategy: strategy!, now: NOW, zoneAttribute, ...asked })) {
      for (const person of some) found.set(person.id, person);
    }
    return found;
  }

  it('are the contacts that a single decision sees, under whichever ids they were made', async () => {
    const release = compileRelease(documents, 'sha256:1');
    const ids = [...persons, ...aliases];
    const [found, alone] = [await known(), await database.run((manager) => findContacts(manager, ids, [release]))];
    const times = (contacts: readonly { readonly at: number; readonly channel?: string }[]) =>
      contacts.map(({ at, channel }) => `${String(at)} ${channel ?? ''}`).sort();
    let counted = 0;
    for (const id of ids) {
      const all = contactsAt(alone.get(id)?.contacts ?? [], NOW);
      const { policyContacts = [], contacts = [], drawnAs = null } = found.get(id) ?? {};
      expect(times(policyContacts)).toEqual(times(all.filter(({ at }) => at > NOW - 7 * DAY)));
      const own = all.filter(({ at, strategy }) => strategy === 'gift' && at > NOW - 4 * DAY);
      const kept = contacts.map(({ at, decided, goalReached }) => ({ at, decided, goalReached }));
      const expected = own.map(({ at, decision, goalReachedAt }) => ({
        ...{ at, decided: decision !== undefined, goalReached: goalReachedAt !== undefined },
      }));
      const inOrder = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
      expect(kept.toSorted(inOrder)).toEqual(expected.sort(inOrder));
      expect(drawnAs).toBe(id.startsWith('person') ? null : id.slice(2));
      counted += policyContacts.length;
    }
    expect(counted).toBeGreaterThan(100);
  });

  it('are of some people what they are of everybody', async () => {
    const ids = [...persons, ...aliases].filter((_, place) => place % 3 === 0);
    const some = async function* () {
      yield await Promise.resolve(ids.slice(0, 7));
      yield ids.slice(7);
    };
    const sorted = (people: ReadonlyMap<string, KnownPerson>) =>
      new Map(
        [...people].map(([id, person]) => {
          const lists = [person.contacts, person.policyContacts].map((list) =>
            list.map((each) => JSON.stringify(each)),
          );
          return [id, { ...person, contacts: lists[0]!.sort(), policyContacts: lists[1]!.sort() }];
        }),
      );
    const all = await known(documents.contactPolicy, 'zone');
    const found = await known(documents.contactPolicy, 'zone', { ids: some() });
    expect(found.size).toBeGreaterThan(10);
    expect(sorted(found)).toEqual(sorted(new Map([...all].filter(([id]) => ids.includes(id)))));
  });

  it('leave out what no policy counts', async () => {
    const found = [...(await known({})).values()];
    expect(found.flatMap(({ policyContacts }) => policyContacts)).toEqual([]);
    expect(found.some(({ contacts }) => contacts.length > 0)).toBe(true);
    expect(found.every(({ timeZone }) => timeZone === null)).toBe(true);
  });

  it('say the time zone of profiles where somebody asks, of other ids of the person too', async () => {
    const found = await known(undefined, 'zone');
    for (const id of [...persons, ...aliases]) {
      expect(found.get(id)?.timeZone ?? null).toBe(id.endsWith('1') ? 'Asia/Tokyo' : null);
    }
  });
});
