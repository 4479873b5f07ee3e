import { afterAll, beforeEach, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type Database } from '#strata/platform/database';
import { CountedQuality } from './counted-quality.js';
import { QualityAttention } from './quality-attention.js';
import { qualityReport, relearn } from './quality-report.js';

// Duplicates and rejected events are counted on the day of the process's clock.
const NOW = Date.now();
const TODAY = new Date(NOW).toISOString().slice(0, 10);
const YESTERDAY = new Date(NOW - 86_400_000).toISOString().slice(0, 10);
const DAY = 86_400_000;

describeOnBothHomes('data quality', (home) => {
  let database: Database | undefined;
  beforeEach(async () => {
    database ??= await freshDatabase(home);
    await database.run((manager) => manager.query('truncate event_schemas, data_quality_counters'));
  });
  afterAll(() => database?.close());

  const open = () => CountedQuality.open(database!);
  const report = (days = 7, event?: string) => qualityReport(database!, { days, event, now: NOW });
  const receive = (quality: CountedQuality, properties: object, more: { at?: number; receivedAt?: number } = {}) => {
    quality.onReceived({ name: 'order', properties: { ...properties }, at: NOW, receivedAt: NOW, ...more });
  };
  const teach = async (quality: CountedQuality, count = 1000) => {
    for (let index = 0; index < count; index++)
      receive(quality, { amount: 1, ...(index % 2 === 0 ? { sku: 'a' } : {}) });
    await quality.flush();
  };

  it('learns from the first thousand events of a name what the others look like', async () => {
    const quality = await open();
    await teach(quality, 999);
    receive(quality, { amount: 1, sku: 7, gift: true });
    await quality.flush();
    const [{ schema, counts }] = (await report()).events as [Awaited<ReturnType<typeof report>>['events'][0]];
    expect(counts).toMatchObject({ received: 1000, unknownProperty: 0, wrongType: 0, missingRequired: 0 });
    expect(schema).toEqual({
      learnedFrom: 1000,
      learning: false,
      properties: [
        { name: 'sku', types: ['number', 'string'], required: false },
        { name: 'gift', types: ['boolean'], required: false },
        { name: 'amount', types: ['number'], required: true },
      ],
    });
  });

  it('counts what is not like that, by day', async () => {
    const quality = await open();
    await teach(quality);
    receive(quality, { amount: '5', colour: 'red', size: null });
    receive(quality, { colour: 'red' });
    receive(quality, { amount: null }, { receivedAt: NOW - DAY, at: NOW });
    quality.onDuplicates('order', 3);
    quality.onRejected('order', 'userId', 2);
    quality.onRejected('never seen', 'type', 4);
    await quality.close();
    const { events } = await qualityReport(database!, { days: 7, now: Date.now() });
    const order = events.find(({ name }) => name === 'order')!;
    expect(order.counts).toEqual({
      received: 1003,
      duplicates: 3,
      rejected: 2,
      unknownProperty: 2,
      wrongType: 1,
      missingRequired: 2,
      futureTime: 1,
    });
    expect(order.issues.map(({ issue, property, count }) => [issue, property, count])).toEqual([
      ['missingRequired', 'amount', 2],
      ['unknownProperty', 'colour', 2],
      ['rejected', 'userId', 2],
      ['wrongType', 'amount', 1],
    ]);
    expect(order.issues[0]).toMatchObject({ first: YESTERDAY, last: TODAY });
    expect(order.issues[1]).toMatchObject({ first: TODAY, last: TODAY });
    expect(order.days[0]).toMatchObject({ day: YESTERDAY, received: 1, futureTime: 1 });
    expect(events.find(({ name }) => name === '…')?.counts.rejected).toBe(4);
  });

  it('needs attention where events change or stay away, and not where they always were so', async () => {
    const quality = await open();
    await teach(quality);
    for (let back = 2; back <= 8; back++) {
      const then = { at: NOW - back * DAY, receivedAt: NOW - back * DAY };
      for (let index = 0; index < 25; index++) receive(quality, { amount: 1, sku: 'a', always: 1 }, then);
      for (let index = 0; index < 25; index++) quality.onReceived({ name: 'visit', properties: {}, ...then });
    }
    for (let index = 0; index < 50; index++) receive(quality, { amount: 'much', always: 1 });
    await quality.close();
    const entries = await new QualityAttention(database!).attention(NOW);
    expect(entries).toMatchObject([
      { kind: 'eventsChanged', subject: 'event:order' },
      { kind: 'eventsMissing', subject: 'event:visit', figures: { daily: 25 } },
    ]);
    expect(entries[0]?.words).toContain('another type of “amount”');
  });

  it('needs attention where many are rejected that were not before', async () => {
    const quality = await open();
    for (let index = 0; index < 90; index++) receive(quality, { amount: 1 });
    quality.onRejected('order', 'timestamp', 4);
    quality.onRejected('order', 'userId', 6);
    for (let index = 0; index < 90; index++) {
      quality.onReceived({ name: 'visit', properties: {}, at: NOW, receivedAt: NOW });
    }
    quality.onRejected('visit', 'userId', 10);
    await quality.close();
    const before = new Date(NOW - 3 * DAY).toISOString();
    await database!.run((manager) =>
      manager.query(
        `insert into data_quality_counters (day, name, issue, property, count)
         values ($1, 'order', 'received', '', 90), ($1, 'visit', 'received', '', 90), ($1, 'visit', 'rejected', 'type', 10)`,
        [before],
      ),
    );
    expect(await new QualityAttention(database!).attention(NOW)).toEqual([
      {
        ...{ kind: 'eventsRejected', urgency: 'soon', subject: 'event:order', title: 'order', since: null },
        words: '10 of 100 since yesterday could not be understood, most for their “userId”',
        figures: { count: 10, sent: 100, share: 0.1 },
      },
    ]);
  });

  it('adds up what several processes count and learn', async () => {
    const [one, other] = [await open(), await open()];
    for (let index = 0; index < 600; index++) {
      receive(one, { amount: 1 });
      receive(other, { amount: 1, sku: 'a' });
    }
    await Promise.all([one.flush(), other.flush()]);
    // Each now knows what the other saw.
    await Promise.all([one.flush(), other.flush()]);
    receive(one, { amount: 1, sku: 'a', colour: 'red' });
    await Promise.all([one.close(), other.close()]);
    const [order] = (await report()).events;
    expect(order?.schema).toMatchObject({ learnedFrom: 1200, learning: false });
    expect(order?.issues).toMatchObject([{ issue: 'unknownProperty', property: 'colour', count: 1 }]);
    expect(order?.counts.received).toBe(1201);
  });

  it('learns anew where it is told to', async () => {
    const quality = await open();
    await teach(quality);
    expect(await relearn(database!, 'other')).toEqual([]);
    expect(await relearn(database!, 'order')).toEqual(['order']);
    await quality.flush();
    receive(quality, { colour: 'red' });
    await quality.close();
    const [order] = (await report(7, 'order')).events;
    expect(order?.schema).toMatchObject({ learnedFrom: 1, learning: true });
    expect(order?.counts).toMatchObject({ received: 1001, unknownProperty: 0 });
  });

  it('takes events of new names while it writes', async () => {
    const quality = await open();
    receive(quality, { amount: 1 });
    const writing = quality.flush();
    for (let index = 0; index < 100; index++) {
      quality.onReceived({ name: `new ${String(index)}`, properties: {}, at: NOW, receivedAt: NOW });
      await new Promise(setImmediate);
    }
    await writing;
    await quality.close();
    const names = (await report()).events.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['order', 'new 0']));
  });

  it('keeps its counts while the database is away', async () => {
    let down = true;
    const failures: unknown[] = [];
    const flaky: Database = {
      ...database!,
      transaction: (work) => (down ? Promise.reject(new Error('away')) : database!.transaction(work)),
    };
    const quality = await CountedQuality.open(flaky, (error) => failures.push(error));
    await teach(quality, 10);
    expect(failures).toHaveLength(1);
    down = false;
    await quality.close();
    const [order] = (await report()).events;
    expect(order).toMatchObject({ counts: { received: 10 }, schema: { learnedFrom: 10 } });
  });

  it('does not let broken clients fill its tables', async () => {
    const quality = await open();
    for (let index = 0; index < 3000; index++) {
      quality.onReceived({ name: `event ${String(index)}`, properties: {}, at: NOW, receivedAt: NOW });
    }
    await teach(quality);
    for (let index = 0; index < 500; index++) receive(quality, { amount: 1, [`p${String(index)}\0`]: 1 });
    await quality.close();
    const { events } = await report();
    expect(events.length).toBeLessThanOrEqual(1001);
    const sum = events.reduce((total, { counts }) => total + counts.received, 0);
    expect(sum).toBe(4500);
  });
});
