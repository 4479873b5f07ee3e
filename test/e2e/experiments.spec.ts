import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './server.js';

describe('experiments', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer('pglite');
  });
  afterAll(() => server.dispose());

  it('are planned', async () => {
    const plan = (body: unknown) => server.call('POST', '/v1/experiments/power', body);
    const planned = await plan({ metric: { kind: 'proportion', rate: 0.1 }, effect: 0.1, peoplePerDay: 1000 });
    expect(planned.status).toBe(200);
    expect(planned.json).toMatchObject({
      comparisons: [{ arm: 1, once: { people: 29_497, days: 30 } }],
      textbook: { pooled: 14_751 },
    });
    const refused = await plan({ metric: { kind: 'proportion', rate: 0.1 } });
    expect(refused.status).toBe(422);
    expect(refused.json).toMatchObject({ code: 'INVALID_REQUEST', problems: [{ pointer: '/effect' }] });
    expect((await plan({ metric: { kind: 'ratio' }, effect: 0.1 })).status).toBe(422);
  });

  it('are read from the sums of a warehouse', async () => {
    const read = (arm: string) => {
      const arms = [
        { arm: 'control', people: 2000, converted: 200 },
        { arm, people: 2000, converted: 300 },
      ];
      return server.call('POST', '/v1/experiments/readout', { arms, control: 'control' });
    };
    expect(await read('model')).toMatchObject({
      status: 200,
      json: { health: 'healthy', verdict: { kind: 'ship', arm: 'model' }, people: 4000 },
    });
    expect(await read('control')).toMatchObject({
      status: 422,
      json: { code: 'INVALID_REQUEST', problems: [{ pointer: '/arms/1/arm', expected: 'one row an arm' }] },
    });
  });

  it('are told in the language that is asked for', async () => {
    const chinese = { 'accept-language': 'zh-CN, en;q=0.5' };
    const arms = [
      { arm: 'control', people: 2000, converted: 200 },
      { arm: 'model', people: 2000, converted: 300 },
    ];
    const read = await server.call('POST', '/v1/experiments/readout', { arms }, chinese);
    expect(read.headers.get('content-language')).toBe('zh');
    expect(read.json).toMatchObject({
      verdict: { words: expect.stringMatching(/^上线 model：model 组的转化率与对照的 10% 相差 \+5% /) as string },
      checks: [{ words: expect.stringMatching(/^用户按计划进入各组：/) as string }, {}, {}],
      comparisons: [{ metrics: [{ title: '转化率' }] }],
    });
    const metric = { kind: 'proportion', rate: 0.1 };
    const planned = await server.call('POST', '/v1/experiments/power', { metric, effect: 0.1 }, chinese);
    const needed = '要看出从 10% 到 11% 的变化，共需 29,497 人（在计划结束时读取一次）。';
    expect(planned.json).toMatchObject({ words: expect.arrayContaining([needed]) as string[] });
    const results = await server.call('GET', '/v1/results', undefined, chinese);
    expect(results.json).toMatchObject({
      holdout: { words: expect.stringMatching(/^没有人留作对照，/) as string },
    });
  });
});
