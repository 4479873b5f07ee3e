import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { seededRandom } from '#sdk';
import { type Database } from '#strata/platform/database';
import { ProfileStore } from '../people/profile-store.js';
import { parseMapping } from './fields.js';
import { importFile, type ImportRequest, type ImportSummary } from './import-file.js';

describeOnBothHomes('an import', (home) => {
  let database: Database | undefined;
  let folder: string;
  beforeEach(async () => {
    database ??= await freshDatabase(home);
    await database.run((manager) => manager.query(`truncate ${TABLES.join(', ')}`));
    folder = mkdtempSync(join(tmpdir(), 'strata-import-'));
    return () => {
      rmSync(folder, { recursive: true });
    };
  });
  afterAll(() => database?.close());

  const run = (name: string, more: Partial<ImportRequest> = {}): Promise<ImportSummary> =>
    importFile({
      kind: 'events',
      file: join(folder, name),
      store: new ProfileStore(database!),
      lanes: home === 'pglite' ? 1 : 3,
      ...more,
    });
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const writeEvents = (name: string, events: readonly object[]) => write(name, lines(events));
  const stored = async (table: string): Promise<readonly unknown[]> => {
    const rows = await database!.run((manager) =>
      manager.query<{ row: unknown }[]>(
        `select to_jsonb(t) - 'received_at' - 'created_at' - 'written_in' as row from ${table} t order by 1`,
      ),
    );
    return rows.map(({ row }) => row);
  };
  const everything = async (): Promise<Readonly<Record<string, readonly unknown[]>>> =>
    Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await stored(table)] as const)));
  const rejectsOf = ({ rejects }: ImportSummary) =>
    readFileSync(rejects!, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('stores the same events from CSV, NDJSON and Parquet', async () => {
    const events = randomEvents(300);
    write('a.csv', csvOf(events));
    writeEvents('a.ndjson', events);
    write('a.ndjson.gz', gzipSync(lines(events)));
    write('a.tsv', csvOf(events).replaceAll(',', '\t'));
    await toParquet(folder, 'a');
    const found = [];
    for (const file of ['a.csv', 'a.ndjson', 'a.ndjson.gz', 'a.tsv', 'a.parquet']) {
      await database!.run((manager) => manager.query('truncate events'));
      expect(await run(file), file).toMatchObject({ rows: 300, accepted: 300, duplicates: 0, rejected: 0 });
      found.push(await stored('events'));
    }
    expect(found[0]).toHaveLength(300);
    for (const other of found) expect(other).toEqual(found[0]);
  });

  it('of the same file again changes nothing, with ids of messages and without', async () => {
    const events = randomEvents(500);
    writeEvents('with.ndjson', events);
    writeEvents(
      'without.ndjson',
      events.map(({ message_id, ...event }) => ({ ...event, row: message_id })),
    );
    for (const file of ['with.ndjson', 'without.ndjson']) await run(file);
    const before = await everything();
    expect(before['events']).toHaveLength(1000);
    for (const file of ['with.ndjson', 'without.ndjson']) {
      expect(await run(file)).toMatchObject({ accepted: 0, duplicates: 500 });
    }
    expect(await everything()).toEqual(before);
  });

  it('of events sent twice and shuffled stores the same', async () => {
    const events = randomEvents(2000);
    writeEvents('once.ndjson', events);
    writeEvents('twice.ndjson', seededRandom(3).shuffle([...events, ...events]));
    await run('once.ndjson');
    const before = await stored('events');
    await database!.run((manager) => manager.query('truncate events'));
    expect(await run('twice.ndjson')).toMatchObject({ rows: 4000, accepted: 2000, duplicates: 2000 });
    expect(await stored('events')).toEqual(before);
  });

  it('writes bad rows to a file of their own, with line and reason, and keeps the others', async () => {
    write(
      'bad.csv',
      [
        'user_id,name,at,amount,note',
        'u1,order,2026-11-22,5,"two\nlines"',
        ',order,2026-11-22,5,',
        'u2,,2026-11-22,5,',
        'u3,order,22.11.2026,5,',
        'u4,order',
        '',
        'u6,order,2026-11-22,5,9" pipe',
        'u5,"order,2026-11-22,5,',
        'u7,order,2026-11-22,5,swallowed',
      ].join('\n'),
    );
    const summary = await run('bad.csv');
    expect(summary).toMatchObject({
      rows: 7,
      accepted: 2,
      rejected: 5,
      rejects: join(folder, 'bad.csv.rejects.ndjson'),
    });
    const rejects = rejectsOf(summary);
    expect(rejects.map(({ line }) => line)).toEqual([4, 5, 6, 7, 10]);
    expect(rejects[0]).toMatchObject({ row: { name: 'order', note: null } });
    expect(rejects.map(({ reason }) => String(reason))).toEqual([
      expect.stringContaining('user_id'),
      expect.stringContaining('no name'),
      expect.stringContaining('ISO 8601'),
      expect.stringContaining('2 cells'),
      expect.stringContaining('never closed'),
    ]);

    write('bad.ndjson', ['{"user_id":"u1","name":"order","at":0}', 'no', '', '[]', '{"user_id":"u1"}'].join('\n'));
    const lined = await run('bad.ndjson', { rejects: join(folder, 'elsewhere') });
    expect(rejectsOf(lined).map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(await run(writeEvents('good.ndjson', randomEvents(1)))).toMatchObject({ rejects: null });
    expect(existsSync(join(folder, 'good.ndjson.rejects.ndjson'))).toBe(false);
  });

  it('reads numbers and booleans of CSV as such, and codes as text', async () => {
    write(
      'kinds.csv',
      'user_id;name;at;amount;paid;postcode;account\n007;order;2026-11-22;5.50;true;01234;12345678901234567890\n',
    );
    await run('kinds.csv');
    expect(await stored('events')).toMatchObject([
      { user_id: '007', properties: { amount: 5.5, paid: true, postcode: '01234', account: '12345678901234567890' } },
    ]);
  });

  it('counts cells that are not of the type of their column, and sums up the others', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => `u1,order_placed,2026-11-22,"${String(index)},50",yes`);
    write(
      'odd.csv',
      [
        'user_id,name,at,amount,gift',
        ...rows,
        'u1,order_placed,2026-11-22,n/a,yes',
        'u1,order_placed,2026-11-22,free,yes',
      ].join('\n'),
    );
    const told: unknown[] = [];
    const quality: ImportRequest['quality'] = {
      onReceived: () => undefined,
      onDuplicates: () => undefined,
      onRejected: () => undefined,
      onNobody: () => undefined,
      flush: () => Promise.resolve(),
      onWrongType: (...what) => told.push(what),
    };
    const summary = await run('odd.csv', { quality });
    expect(summary).toMatchObject({
      accepted: 102,
      odd: [{ column: 'amount', type: 'number', count: 2, examples: ['n/a', 'free'] }],
    });
    expect(told).toEqual([
      ['order_placed', 'amount'],
      ['order_placed', 'amount'],
    ]);
    const events = (await stored('events')) as { properties: { amount?: unknown } }[];
    const amounts = events.map(({ properties }) => properties.amount);
    expect(amounts.filter((amount) => typeof amount === 'number')).toHaveLength(100);
    expect(amounts.filter((amount) => typeof amount !== 'number').sort()).toEqual(['free', undefined]);
    expect(await run('odd.csv')).toMatchObject({ duplicates: 102 });
  });

  it('of a file that is not UTF-8 is refused with its line before anything is kept', async () => {
    const text = `user_id,name,at\n${'u1,order,2026-11-22\n'.repeat(5_000)}Müller,order,2026-11-22\nMöller,order,2026-11-22\n`;
    const refused = async (name: string, bytes: Uint8Array) =>
      (await run(write(name, bytes)).catch((error: unknown) => error)) as {
        code: string;
        problems: { message: string }[];
      };
    for (const [name, bytes] of [
      ['latin1.csv', Buffer.from(text, 'latin1')],
      ['latin1.csv.gz', gzipSync(Buffer.from(text, 'latin1'))],
    ] as const) {
      const { code, problems } = await refused(name, bytes);
      expect([code, problems[0]?.message]).toEqual(['BAD_FILE', expect.stringMatching(/line 5002 .*Latin-1/)]);
    }
    for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'utf16le')]) {
      expect((await refused('wide.csv', bytes)).problems[0]?.message).toMatch(/line 1 .*UTF-16/);
    }
    const latin1 = Buffer.from('{"user_id":"Müller","name":"order","at":0}\n', 'latin1');
    expect((await refused('latin1.ndjson', latin1)).problems[0]?.message).toMatch(/line 1 .*Latin-1/);
    expect(await stored('events')).toEqual([]);
    expect(await run(write('utf8.csv', text))).toMatchObject({ rejected: 0 });
  });

  it('rejects what is nested too deep, and goes on', async () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const good = '{"user_id":"u1","name":"order","at":0}';
    write(
      'deep.ndjson',
      [good, `{"user_id":"u1","name":"order","at":0,"a":${deep}}`, good.replace('u1', 'u2')].join('\n'),
    );
    const summary = await run('deep.ndjson');
    expect(summary).toMatchObject({ accepted: 2, rejected: 1 });
    expect(rejectsOf(summary)).toMatchObject([{ line: 2, reason: expect.stringContaining('nested') as string }]);
    write('deep.csv', `user_id,name,at,properties\nu1,order,2026-11-22,"${deep.replaceAll('"', '""')}"\n`);
    expect(await run('deep.csv')).toMatchObject({ rejected: 1 });
  });

  it('takes a Parquet file in which one moment is infinite', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = `select 'u' || i as user_id, 'order' as name, timestamp '2026-11-22 08:00:00' as at,
        case when i = 1 then 'infinity'::timestamp else timestamp '2026-01-01' end as paid,
        case when i = 2 then 'infinity'::double else 1.5 end as amount from range(4) as r(i)
      union all select 'u9', 'order', '-infinity'::timestamp, null, 1`;
    await connection.run(`copy (${rows}) to '${join(folder, 'infinite.parquet')}' (format parquet)`);
    connection.closeSync();
    instance.closeSync();
    expect(await run('infinite.parquet')).toMatchObject({ accepted: 4, rejected: 1 });
  });

  it('takes a word for nothing for nobody', async () => {
    const rows = ['null,a1', '0,a2', 'N/A,', 'u1,undefined', ',None'].map((ids) => `${ids},order,2026-11-22`);
    write('nobody.csv', ['user_id,anonymous_id,name,at', ...rows].join('\n'));
    const summary = await run('nobody.csv');
    expect(summary).toMatchObject({ accepted: 3, rejected: 2 });
    expect(rejectsOf(summary).map(({ reason }) => reason)).toEqual(
      Array(2).fill(expect.stringContaining('names nobody')),
    );
    const events = (await stored('events')) as { user_id: string }[];
    expect(events.map(({ user_id }) => user_id).sort()).toEqual(['a1', 'a2', 'u1']);
  });

  it('of profiles keeps attributes and consents, and no word that is later than the file', async () => {
    write(
      'people.csv',
      'user_id,city,age,consent.marketing,updated_at\nu1,Berlin,41,yes,2026-01-01\nu2,,,no,2026-01-01\n',
    );
    const store = new ProfileStore(database!);
    expect(await run('people.csv', { kind: 'profiles' })).toMatchObject({ rows: 2, accepted: 2, rejected: 0 });
    expect(await store.find('u1')).toMatchObject({
      attributes: { city: 'Berlin', age: 41 },
      consents: [{ purpose: 'marketing', granted: true, source: 'import', at: '2026-01-01T00:00:00.000Z' }],
    });
    expect(await store.find('u2')).toMatchObject({ attributes: {}, consents: [{ granted: false }] });

    const later = Date.parse('2026-02-01');
    await store.identify({ id: 'u1', anonymousId: null, traits: { city: 'Rome' }, consent: [], at: later });
    await store.setConsent({ userId: 'u1', purpose: 'marketing', granted: false, source: 'shop', at: later });
    const before = await everything();
    await run('people.csv', { kind: 'profiles' });
    const after = await everything();
    expect(after['consents']).toEqual(before['consents']);
    expect(await store.find('u1')).toMatchObject({ attributes: { city: 'Rome', age: 41 } });
  });

  it('that is asked to end keeps what it has, and is run again', async () => {
    writeEvents('many.ndjson', randomEvents(12_000));
    const stop = new AbortController();
    const first = await run('many.ndjson', {
      signal: stop.signal,
      progress: () => {
        stop.abort();
      },
    });
    expect(first.interrupted).toBe(true);
    expect(first.rows).toBeLessThan(12_000);
    const second = await run('many.ndjson');
    expect(second).toMatchObject({ rows: 12_000, interrupted: false });
    expect(second.accepted + second.duplicates).toBe(12_000);
    expect(await stored('events')).toHaveLength(12_000);
  });

  it('of the erased is refused', async () => {
    const events = randomEvents(50);
    writeEvents('a.ndjson', events);
    await run('a.ndjson');
    const erased = events[0]!.user_id;
    await new ProfileStore(database!).erase(erased);
    const theirs = events.filter(({ user_id }) => user_id === erased).length;
    expect(await run('a.ndjson')).toMatchObject({ accepted: 0, refused: theirs, duplicates: 50 - theirs });
  });

  it('of something else is refused as a whole, with a reason', async () => {
    const refusal = (code: string) => expect.objectContaining({ code }) as Error;
    await expect(run('none.csv')).rejects.toThrow(refusal('BAD_FILE'));
    await expect(run(write('a.xlsx', 'x'))).rejects.toThrow(refusal('BAD_FILE'));
    await expect(run(write('empty.csv', ''))).rejects.toThrow(refusal('BAD_FILE'));
    await expect(run(write('a.csv', 'x,y\n1,2\n'))).rejects.toThrow(refusal('BAD_COLUMN'));
    await expect(run(write('twice.csv', 'user_id,user_id\n1,2\n'))).rejects.toThrow(refusal('BAD_FILE'));
    await expect(run(write('a.parquet', 'no'))).rejects.toThrow(refusal('BAD_FILE'));
    await expect(run(write('a.csv.gz', 'no'))).rejects.toThrow(refusal('BAD_FILE'));
    await expect(run(write('long.ndjson', `{"a":"${'x'.repeat(3_000_000)}"`))).rejects.toThrow(refusal('BAD_FILE'));
    const mappings = [parseMapping('events', 'when=at')];
    await expect(run(write('b.csv', 'user_id,name,at\n'), { mappings })).rejects.toThrow(refusal('BAD_COLUMN'));
    expect(await run(write('c.csv', 'user_id,name,at\n'))).toMatchObject({ rows: 0, rejected: 0 });
  });
});

const TABLES = ['events', 'profiles', 'consents', 'consent_history', 'profile_sources', 'identities', 'tombstones'];

function randomEvents(count: number) {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, index) => ({
    user_id: `u${String(random.integer(20))}`,
    message_id: `m${String(index)}`,
    name: ['order_placed', 'cart_updated'][random.integer(2)]!,
    at: new Date(Date.parse('2026-01-01') + random.integer(300 * 86_400_000)).toISOString(),
    amount: random.integer(10_000) / 100,
    coupon: random.integer(2) === 0,
    sku: `s${String(random.integer(9))}`,
  }));
}

function lines(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function csvOf(events: readonly object[]): string {
  const rows = [Object.keys(events[0]!), ...events.map((event) => Object.values(event).map(String))];
  return rows.map((cells) => `${cells.join(',')}\r\n`).join('');
}

async function toParquet(folder: string, name: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const [from, to] = [join(folder, `${name}.ndjson`), join(folder, `${name}.parquet`)];
  await connection.run(
    `copy (select * from read_json('${from}', format = 'newline_delimited')) to '${to}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}
