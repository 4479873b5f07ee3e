import { describe, expect, it } from 'vitest';
import { requestDocuments } from '../documents/request-documents.js';
import { validateDocuments } from './validate.js';

const leaf = (fact: string, value: unknown) => ({ all: [{ fact, operator: 'equal', value }] });
const gross = { event: 'order', within: 'P7D', margin: 0.5, orderValue: 60 };
const goal = { ...gross, natural: { rate: 0.01 } };

function strategy(id: string, changes: object = {}) {
  return {
    id,
    title: 'Coupon',
    consent: 'marketing',
    goal,
    segment: 'locals',
    baseline: { title: 'All', offer: 'coupon' },
    offers: [
      { id: 'coupon', title: 'Coupon', faceValue: 5, redemptionRate: 1, contactCost: 0, response: { rate: 0.9 } },
    ],
    limits: { budget: 1_000, audience: 100, minimumRoi: 0.2 },
    ...changes,
  };
}

/** For everybody, whoever consented. */
const OPEN = Object.fromEntries(Object.entries(strategy('open')).filter(([key]) => key !== 'consent'));

/** What is found in a campaign with these changes, beside two strategies, the second with a trigger and no natural model. */
function found(changes: object, shop: object = {}) {
  const trigger = { fact: 'events', params: { name: 'cart' }, operator: 'greaterThan', value: 0 };
  const { problems, warnings, documents } = validateDocuments(
    requestDocuments({
      shop,
      facts: {
        city: { type: 'string', from: { profile: 'city' }, words: 'city' },
        gender: { type: 'string', from: { profile: 'gender' }, words: 'gender', sensitive: true },
      },
      segments: [
        { id: 'locals', title: 'Locals', condition: leaf('city', 'Here') },
        { id: 'women', title: 'Women', condition: leaf('gender', 'female') },
      ],
      strategies: [
        strategy('coupon'),
        OPEN,
        strategy('cart', { trigger: { all: [trigger] }, goal: gross, limits: {} }),
      ],
      campaigns: [{ id: 'autumn', title: 'Autumn', strategy: 'coupon', audience: { stored: true }, ...changes }],
    }),
  );
  return { problems, warnings: warnings.filter(({ file }) => file?.startsWith('campaigns/')), documents };
}

describe('a campaign', () => {
  it.each([
    {},
    { objective: 'incrementalConversions', limits: { budget: 1_000, audience: 10, minimumRoi: 0.2 } },
    { quotas: [{ segment: 'locals', minimum: 10, maximum: 10 }] },
    { audience: { files: 'lists/*.parquet', id: 'user', facts: { city: 'town' }, consent: { marketing: 'agreed' } } },
    { schedule: { cron: '0 6 * * MON', timeZone: 'Asia/Shanghai' } },
    { strategy: 'cart', schedule: { every: 'PT1M' } },
    { out: { format: 'csv', to: 'lists/' } },
    { out: { table: 'crm.november' } },
    { out: { customerMatch: { platform: 'google', to: 'ads/' } } },
    { out: { webhook: { url: 'https://mail.example/batches', secret: 'MAIL_SECRET', batch: 100 } } },
  ])('may say %j', (changes) => {
    const { problems, warnings, documents } = found(changes);
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    expect(documents?.campaigns).toEqual([expect.objectContaining({ id: 'autumn', ...changes })]);
  });

  it.each([
    [{ strategy: 'cupon' }, '/strategy', { nearest: 'coupon' }],
    [{ quotas: [{ segment: 'local', minimum: 1 }] }, '/quotas/0/segment', { nearest: 'locals' }],
    [{ quotas: [{ segment: 'locals' }] }, '/quotas/0', { expected: 'minimum, maximum or both' }],
    [{ quotas: [{ segment: 'locals', minimum: 11, maximum: 10 }] }, '/quotas/0/minimum', { expected: 'at most 10' }],
    [{ quotas: [{ segment: 'locals', minimum: 101 }] }, '/quotas/0/minimum', { expected: 'at most 100' }],
    [{ quotas: [1, 2].map((minimum) => ({ segment: 'locals', minimum })) }, '/quotas/1/segment', {}],
    [{ quotas: [{ segment: 'women', maximum: 5 }] }, '/quotas/0/segment', { message: /"gender", which is sensitive/ }],
    [{ limits: { budget: 1_001 } }, '/limits/budget', { expected: 'at most 1,000' }],
    [{ limits: { audience: 101 } }, '/limits/audience', { expected: 'at most 100' }],
    [{ limits: { minimumRoi: 0.1 } }, '/limits/minimumRoi', { expected: 'at least 0.2 (20 %)' }],
    [{ strategy: 'cart', objective: 'incrementalConversions' }, '/objective', {}],
    [{ audience: { files: 'a.csv', id: 'u', facts: { citi: 'x' } } }, '/audience/facts/citi', { nearest: 'city' }],
    [{ audience: { files: '../secret.csv', id: 'u' } }, '/audience/files', { expected: /below DATA_DIR/ }],
    [{ audience: { files: '/etc/passwd', id: 'u' } }, '/audience/files', { expected: /below DATA_DIR/ }],
    [{ schedule: { cron: '0 25 * * *' } }, '/schedule/cron', { expected: /every Monday/ }],
    [{ schedule: { cron: '0 6 * * *', timeZone: 'Mars/Base' } }, '/schedule/timeZone', { expected: /Europe\/Berlin/ }],
    [{ schedule: { every: 'PT1M' } }, '/schedule/every', { message: /has no trigger/ }],
    [{ strategy: 'cart', schedule: { every: 'PT1M' }, objective: 'profit' }, '/objective', { message: /by itself/ }],
    [{ strategy: 'cart', schedule: { every: 'PT1M' }, out: { format: 'csv' } }, '/out', { expected: /webhook/ }],
    [{ strategy: 'cart', schedule: { every: 'PT1S' } }, '/schedule/every', { expected: 'at least PT1M' }],
    [
      { strategy: 'cart', schedule: { every: 'PT1M' }, audience: { files: 'a.csv', id: 'u' } },
      '/audience',
      { message: 'Files get no new events' },
    ],
    [
      {
        ...{ strategy: 'cart', schedule: { every: 'PT1M' } },
        audience: { stored: true, among: { files: 'a.csv', id: 'u' } },
      },
      '/audience',
      { message: 'Files get no new events' },
    ],
    [{ audience: { stored: true, amung: {} } }, '/audience/amung', { nearest: 'among' }],
    [
      { strategy: 'open', out: { customerMatch: { platform: 'meta' } } },
      '/out/customerMatch',
      { message: /asks for no consent/ },
    ],
    [
      { out: { customerMatch: { platform: 'meta', phone: 'city' } } },
      '/out/customerMatch',
      { message: /"city" is an address: files of the run would hold it/ },
    ],
    [{ out: { format: 'csv', to: '/tmp' } }, '/out/to', { expected: /below DATA_DIR/ }],
    [{ out: { webhook: { url: 'https://a.example', secret: 'whsec_x' } } }, '/out/webhook/secret', {}],
    [{ out: { webhook: { url: 'ftp://a.example', secret: 'S' } } }, '/out/webhook/url', { expected: /https/ }],
  ])('may not say %j', (changes, pointer, expected) => {
    const { problems } = found(changes);
    const matching: (readonly [string, unknown])[] = Object.entries(expected).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]);
    expect(problems).toEqual([
      expect.objectContaining({ file: 'campaigns/autumn.json', pointer, ...Object.fromEntries(matching) }),
    ]);
  });

  it('is warned where its files say who consented to something that nobody asks for', () => {
    const { warnings } = found({ audience: { files: 'a.csv', id: 'u', consent: { profiling: true } } });
    expect(warnings).toEqual([expect.objectContaining({ pointer: '/audience/consent/profiling' })]);
  });
});
