import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import {
  type Mailings,
  NATURAL,
  openMailings,
  RESPONSE,
  SEGMENTS,
  STRATEGY,
} from '../../../../test/support/mailings.js';
import { backtestLadder, type LadderRequest } from './backtest-ladder.js';

let mailings: Mailings;
let later: string;
let short: string;
beforeAll(async () => {
  mailings = await openMailings();
  later = await mailings.write('later.csv', { rows: 10_000, seed: 2 });
  short = await mailings.write('short.csv', { rows: 1500, seed: 4 });
});
afterAll(() => mailings.close());

describe('a ladder', () => {
  const trigger = { fact: 'deals', operator: 'greaterThan', value: 0 };
  const ladder = (file: string, more: Partial<LadderRequest> = {}) =>
    backtestLadder({
      strategy: { ...STRATEGY, trigger },
      documents: [NATURAL, RESPONSE],
      segments: SEGMENTS,
      source: { kind: 'file', file },
      host: mailings.host,
      registry: mailings.registry,
      replicates: 100,
      ...more,
    });

  it('tells what each layer earns, at its own size and at an equal one', async () => {
    const { levels, equal: plan, sentences, obstacle, basis } = await ladder(later);
    const equalPeople = plan.by === 'audience' ? plan.audience : Number.NaN;
    expect([basis, obstacle]).toEqual(['incremental', null]);
    expect(levels.map(({ level }) => level)).toEqual(['everybody', 'segment', 'trigger', 'predictive', 'human rule']);
    const people = levels.map(({ natural }) => natural.audience);
    expect(people).toEqual(
      people
        .slice(0, 4)
        .toSorted((a, b) => b - a)
        .concat(people[1]!),
    );
    for (const { equal } of levels) expect(equal.audience).toBeCloseTo(equalPeople, 6);
    const [, , triggered, predictive] = levels;
    expect(triggered!.step).toMatchObject({ from: 'segment' });
    expect(triggered!.step!.profit.lower).toBeGreaterThan(0);
    expect(predictive!.step!.value.value).toBeGreaterThan(0);
    expect(sentences[0]).toMatch(
      /^With [\d,]+ people each, the layers add in profit: the segment .*, the trigger \+.*, the models /,
    );
    expect(sentences[1]).toMatch(
      /in incremental revenue beside the trigger, .* where practitioners report 200 to 300 %/,
    );
  });

  it('compares the levels for as much money, too, and with fewer people where that is asked', async () => {
    const { levels, equal, sentences } = await ladder(short, { plan: { budget: 300 } });
    expect(equal).toEqual({ by: 'budget', budget: 300 });
    for (const level of levels) expect(Math.abs(level.equal.cost.value - 300)).toBeLessThan(15);
    expect(sentences[0]).toMatch(/^With a budget of 300 each, the layers add /);
    expect(sentences[1]).toContain('for as much money');
    const few = await ladder(short, { plan: { people: 50 } });
    for (const level of few.levels) expect(level.equal.audience).toBeCloseTo(50, 6);
    const many = await ladder(short, { plan: { share: 1 } });
    expect(many.equal).toEqual((await ladder(short)).equal);
  });

  it('takes who had set the trigger off from a column, too, and says which layers a history cannot tell', async () => {
    const events = {
      fact: 'events',
      params: { name: 'cart_updated', within: 'PT24H' },
      operator: 'greaterThan',
      value: 0,
    };
    const strategy: Strategy = { ...STRATEGY, trigger: events };
    const [byFact, byColumn] = [await ladder(short), await ladder(short, { strategy, trigger: 'deals' })];
    expect(byColumn.levels).toEqual(byFact.levels);
    const without = await ladder(short, { strategy });
    expect(without.levels.map(({ level }) => level)).toEqual(['everybody', 'segment', 'predictive', 'human rule']);
    expect(without.notes.join()).toContain('the trigger reads events, which this history does not have');
    await expect(ladder(short, { trigger: 'dels' })).rejects.toMatchObject({
      problems: [{ nearest: 'deals' }],
    });
  });

  it('measures what a trigger asks of events at the moment of each row, in a file of events beside the history', async () => {
    const strategy: Strategy = {
      ...STRATEGY,
      trigger: {
        fact: 'events',
        params: { name: 'cart_updated', within: 'PT24H', ago: 'PT1H', without: 'order_placed' },
        operator: 'greaterThanInclusive',
        value: 1,
      },
    };
    const events = await eventsBeside(short);
    const source = { kind: 'file', file: short, events } as const;
    const [byEvents, byColumn] = [
      await ladder(short, { strategy, source }),
      await ladder(short, { strategy, trigger: 'deals' }),
    ];
    expect(byEvents.levels).toEqual(byColumn.levels);
    expect(byEvents.notes).toEqual(byColumn.notes);
    await expect(ladder(short, { strategy, source: { ...source, events: `${events}.csv` } })).rejects.toMatchObject({
      code: 'BAD_FILE',
    });
  });

  it('says what cannot be concluded where chance did not give the offers', async () => {
    const file = await mailings.write('chosen.csv', {
      rows: 3000,
      seed: 5,
      offered: (need) => 1 / (1 + Math.exp(-2 * need)),
    });
    expect((await ladder(file)).obstacle).toContain('were not given at random');
    expect((await ladder(file, { columns: { propensity: 'chance' } })).obstacle).toBeNull();
  });
});

/** Carts of those who love deals, four hours before their row; and carts that set nothing off: too old, later, or ordered. */
async function eventsBeside(history: string): Promise<string> {
  const [, ...lines] = (await readFile(history, 'utf8')).split('\n');
  const rows = lines.map((line, place) => {
    const [user = '', at = '', , , deals = ''] = line.split(',');
    const hours = (from: number) => new Date(Date.parse(at) + from * 3_600_000).toISOString();
    if (Number(deals) > 0) return [`${user},cart_updated,${hours(-4)}`];
    const cart = (from: number) => `${user},cart_updated,${hours(from)}`;
    return [[cart(-30)], [cart(2)], [cart(-4), `${user},order_placed,${hours(-3)}`], [cart(-0.5)]][place % 4] ?? [];
  });
  const file = `${history}.events.csv`;
  await writeFile(file, ['user_id,name,at', ...rows.flat(), ''].join('\n'));
  return file;
}
