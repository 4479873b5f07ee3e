/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access -- answers are JSON of every shape, and the expectations check it */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaf, rulebook, type Rulebook } from '../../src/rulebook/checks/support/loose-rulebook.js';
import { startTestServer, type TestServer } from './server.js';

const CHINESE = { 'accept-language': 'zh-CN, en;q=0.5' };

/** What is wrong, as a marketer reads it: the message, what was expected, and the nearest right name. */
type Told = readonly [message: string, expected?: string, nearest?: string];

/** A mistake in the rulebook, and what is said of it. */
type Mistake = [what: string, make: (rules: Rulebook) => void, ...told: Told[]];

const MISTAKES: readonly Mistake[] = [
  [
    'an unknown fact',
    ({ segments }) => (segments[0]!['condition'] = leaf('order', 'greaterThan', 0)),
    ['没有名为“order”的事实', '目录中的事实', 'orders'],
  ],
  [
    'an operator that does not fit',
    ({ segments }) => (segments[0]!['condition'] = leaf('city', 'greaterThan', 'a')),
    [
      '事实“city”是文本：“greaterThan”不适用',
      'equal、in、startsWith 或 matches；版本号用 versionLessThan 等；数值和日期请使用数值或日期类型的事实',
    ],
  ],
  [
    'a value of another type',
    ({ segments }) => (segments[0]!['condition'] = leaf('orders', 'greaterThan', '3')),
    ['事实“orders”是数值：“3”不适用', '数值', '3'],
  ],
  [
    'a word of another language',
    ({ segments }) => (segments[0]!['condition'] = leaf('orders', 'between', 3)),
    ['没有名为“between”的运算符', '“all”中的两个条件：greaterThanInclusive 用于下限，lessThanInclusive 用于上限'],
  ],
  [
    'a condition that holds for nobody',
    ({ segments }) => (segments[0]!['condition'] = { any: [leaf('city', 'in', []), leaf('orders', 'greaterThan', 1)] }),
    ['“in”空列表对任何人都不成立', '至少一个值'],
  ],
  [
    'a member that is missing',
    ({ strategies }) => Reflect.deleteProperty(strategies[0]!.goal, 'within'),
    ['缺少此项', '文本'],
  ],
  [
    'a member that nobody knows',
    ({ strategies }) => (strategies[0]!['ownr'] = 'x'),
    [
      '未知的键“ownr”',
      '$schema、id、title、owner、goal、consent、active、segment、trigger、predictive、baseline、offers、limits、experiment、guardrails、sensitiveFacts 或 weight',
      'owner',
    ],
  ],
  [
    'a bad duration',
    ({ strategies }) => Object.assign(strategies[0]!.goal, { within: '14 days' }),
    ['此处为："14 days"', '以周、天或更小单位表示的时长，最长 100 年，例如 P14D、P2W 或 PT24H'],
  ],
  [
    'an amount below nothing',
    ({ strategies }) => (strategies[0]!.limits.budget = -1),
    ['此处为：-1', '0 至 1,000,000,000,000 的金额；不设上限时请省略'],
  ],
  [
    'one of several forms',
    ({ strategies }) => (strategies[0]!.goal.orderValue = 'abc'),
    ['此处为："abc"', '对象或数值'],
  ],
  [
    'arms that are not all',
    ({ strategies }) => (strategies[0]!.experiment.arms = { model: 0.5, baseline: 0.4 }),
    ['各实验组的比例合计为 0.9', '合计 1'],
  ],
  [
    'an id that stands twice',
    ({ segments }) => segments.push(segments[0]!),
    ['“buyers”出现了两次', '每个 ID 只出现一次'],
  ],
  [
    'an unknown model',
    ({ strategies }) => (strategies[0]!.goal.natural = { model: 'naturel' }),
    ['没有名为“naturel”的模型', 'natural 之一', 'natural'],
  ],
  [
    'segments in a circle',
    ({ segments }) => (segments[1]!['condition'] = { condition: 'locals' }),
    ['人群循环引用：locals → locals', '不循环引用'],
  ],
  [
    'a sensitive fact without a reason',
    ({ strategies }) => (strategies[0]!['segment'] = leaf('gender', 'equal', 'f')),
    ['事实“gender”是敏感事实', '理由："sensitiveFacts": {"gender": "理由"}'],
  ],
  [
    'no consent',
    ({ strategies }) => Reflect.deleteProperty(strategies[0]!, 'consent'),
    ['策略没有要求同意', '"consent": "marketing"'],
  ],
];

/** What is read of a job. */
interface Failed {
  readonly state: string;
  readonly error: { readonly message: string };
}

describe('messages in Chinese', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer('pglite');
  });
  afterAll(() => server.dispose());

  it.each(MISTAKES)('tell %s', async (_, make, ...told) => {
    const rules = rulebook();
    make(rules);
    const { headers, json } = await server.call('POST', '/v1/validate', rules, CHINESE);
    expect(headers.get('content-language')).toBe('zh');
    const found = [...json.problems, ...json.warnings].map(
      ({ message, expected, nearest }: { message: string; expected?: string; nearest?: string }) =>
        [message, expected, nearest].filter((each) => each !== undefined),
    );
    expect(found).toEqual(told);
  });

  it('refuse what is not there, and what changed meanwhile', async () => {
    const missing = await server.call('GET', '/v1/segments/dormnt', undefined, CHINESE);
    expect(missing.json).toMatchObject({
      code: 'NOT_FOUND',
      title: '没有这项内容',
      detail: '当前发布版本中没有名为“dormnt”的人群。',
      problems: [{ message: '当前发布版本中没有名为“dormnt”的人群。' }],
    });
    expect(missing.headers.get('vary')).toContain('accept-language');
    const [segment] = (await server.call('GET', '/v1/segments')).json.segments;
    const unseen = await server.call('PUT', `/v1/segments/${segment.id}`, { ...segment, title: 'Others' }, CHINESE);
    expect(unseen.json.detail).toBe('请在请求头 If-Match 中发送您所读文档的 ETag。');
    const nowhere = await server.call('GET', '/v1/nowhere', undefined, CHINESE);
    expect(nowhere.json.detail).toBe('没有此地址：GET /v1/nowhere');
    const wrong = await server.call('POST', '/v1/campaigns', { campaign: 7 }, CHINESE);
    expect(wrong.json).toMatchObject({ title: '请求内容不符合接口的要求', detail: '应为文本，实为数值。' });
  });

  it('say why a job failed, which stays stored in English', async () => {
    const started = await server.call('POST', '/v1/models/natural-conversion/train', {});
    const path = started.headers.get('location') ?? '';
    const read = async (headers: Readonly<Record<string, string>>) =>
      (await server.call('GET', path, undefined, headers)).json as Failed;
    await expect.poll(async () => (await read({})).state, { timeout: 30_000, interval: 200 }).toBe('failed');
    expect((await read({})).error.message).toBe('There is no history to learn from.');
    expect((await read(CHINESE)).error).toMatchObject({
      message: '没有可供学习的历史数据。',
      problems: [{ message: '已存储的历史数据中没有事件' }],
    });
  });

  it('are English where nobody asks for another language', async () => {
    const { headers, json } = await server.call('GET', '/v1/segments/dormnt');
    expect(headers.get('content-language')).toBe('en');
    expect(json.detail).toBe('There is no segment "dormnt" in the current release.');
  });
});
