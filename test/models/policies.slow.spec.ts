import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type ModelRegistry } from '#strata/models/registry';
import { type Mailings, NATURAL, openMailings, RESPONSE, SEGMENTS, STRATEGY } from '../support/mailings.js';
import { OFFER_STRATEGY, type OfferLog, offerLog, trueConversion } from '../../bench/off-policy/offer-log.js';
import { evaluatePolicies, parsePolicy, type PolicyReport } from '#strata/measurement/backtest';

type PoliciesRequest = Parameters<typeof evaluatePolicies>[0];

let folder: string;
let host: PluginHost;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-policies-'));
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
});
afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

describe('policies judged from the log of another', () => {
  it('come out as they would have, in every way of counting', async () => {
    const policies = ['uniform', 'offer:a', 'nothing', 'columns:wise_', 'column:agreed'];
    const report = await judge({ rows: 4000, seed: 1 }, policies, { context: ['kind'] });
    expect(report.history).toMatchObject({ rows: 4000, propensities: 'recorded' });
    const truths = (['uniform', 'a', 'nothing', 'wise', 'wise'] as const).map(trueConversion);
    report.policies.forEach(({ policy, conversion, warning }, index) => {
      if (conversion.status === 'refused') throw new Error(`${policy}: ${conversion.reason}`);
      const { ipw, snipw, dr, dm } = conversion;
      for (const estimate of [ipw, snipw, dr, dm]) {
        if (estimate !== null) expect(Math.abs(estimate.value - truths[index]!), policy).toBeLessThan(0.045);
      }
      expect([dr === null, dm === null]).toEqual([policy === 'column:agreed', policy === 'column:agreed']);
      expect(warning).toBeNull();
    });
    expect(report.sentences[3]).toMatch(
      /^With "the probabilities in the columns "wise_…"" .* of 100 would have converted/,
    );
    expect(report.policies[3]!.conversion).toMatchObject({ ahead: { lower: expect.any(Number) as number } });
  });

  it('that learn are judged by what they knew at the time, beside those that do not', async () => {
    const by = { policy: 'bandit', options: { algorithm: 'linucb' }, context: [{ fact: 'kind', is: ['keen'] }] };
    const strategy = { ...OFFER_STRATEGY, experiment: { seed: 's', arms: [{ id: 'explorer', share: 1, by }] } };
    const policies = ['arm:explorer', 'policy:bandit', 'offer:b'];
    const report = await judge({ rows: 3000, seed: 5 }, policies, { strategy, replicates: 80 });
    // The first fourteen of sixty days only teach.
    expect(report.history).toMatchObject({ rows: 2300, taught: 700 });
    expect(report.notes.join()).toContain('judged on rows from 2026-01-15');
    const better = report.leads.map(({ policy, than, conversion }) => [policy, than, conversion.lower > 0]);
    expect(better).toEqual([
      ['arm:explorer', 'offer:b', true],
      ['policy:bandit', 'offer:b', false],
    ]);
    expect(report.sentences[0]).toMatch(/^"arm:explorer" .* "offer:b"/);
    expect(report.policies.map(({ conversion }) => conversion.status)).not.toContain('refused');
    await expect(judge({ rows: 100, seed: 6 }, ['arm:explorer'])).rejects.toMatchObject({ code: 'BAD_USAGE' });
    await expect(judge({ rows: 100, seed: 6 }, ['policy:bandti'])).rejects.toMatchObject({ code: 'PLUGIN_UNKNOWN' });
    const goal = { ...OFFER_STRATEGY.goal, within: 'P90D' };
    await expect(
      judge({ rows: 100, seed: 6 }, ['policy:bandit'], { strategy: { ...OFFER_STRATEGY, goal } }),
    ).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES' });
  });

  it('are refused where few rows tell, or few decide, with what would help', async () => {
    const rare = [0, 1].map(() => [0.98, 0.02, 0, 0]);
    const report = await judge({ rows: 150, seed: 2, chances: rare }, ['offer:a', 'offer:b']);
    expect(report.policies.map(({ conversion }) => conversion.status)).toEqual(['refused', 'refused']);
    expect(report.sentences[0]).toMatch(/at least 100 are needed\. What would help: about [\d,]+ rows/);
    expect(report.notes.join()).toContain('too few conversions');
    expect(report.sentences[1]).toContain('the log never gave what this policy gives');
  });

  it('name what is not there, with the nearest name', async () => {
    const log = { rows: 200, seed: 4 };
    await expect(judge(log, ['column:agred'])).rejects.toMatchObject({ code: 'BAD_COLUMN', problems: [{ nearest: 'agreed' }] }); // prettier-ignore
    await expect(judge(log, ['offer:d'])).rejects.toMatchObject({ code: 'BAD_USAGE' });
    await expect(judge(log, ['column:amount'])).rejects.toMatchObject({ code: 'BAD_COLUMN' });
  });
});

describe('a strategy judged as a policy', () => {
  let mailings: Mailings;
  beforeAll(async () => {
    mailings = await openMailings();
  });
  afterAll(() => mailings.close());

  it('is judged on what its models had not seen, beside its human rule', async () => {
    const file = await mailings.write('later.csv', { rows: 3000, seed: 2 });
    const report = await evaluatePolicies({
      strategy: STRATEGY,
      documents: [NATURAL, RESPONSE],
      segments: SEGMENTS,
      source: { kind: 'file', file },
      host: mailings.host,
      registry: mailings.registry,
      replicates: 100,
      policies: policiesOf(['strategy', 'baseline', 'nothing']),
    });
    expect(report.models.map(({ model }) => model)).toEqual(['natural', 'response']);
    expect(report.history.rows).toBeLessThan(report.history.rowsInFile);
    const [strategy, , nothing] = report.policies.map(({ profit }) => profit);
    if (strategy?.status !== 'estimated' || nothing?.status !== 'estimated') throw new Error('Refused.');
    expect(strategy.dr!.value).toBeGreaterThan(nothing.dr!.value);
  });
});

async function judge(
  log: OfferLog,
  policies: readonly string[],
  more: Partial<PoliciesRequest> = {},
): Promise<PolicyReport> {
  const file = join(folder, `${String(log.seed)}.csv`);
  await writeFile(file, offerLog(log));
  return await evaluatePolicies({
    strategy: OFFER_STRATEGY,
    documents: [],
    segments: [],
    source: { kind: 'file', file },
    host,
    // No policy of these asks a model.
    registry: undefined as unknown as ModelRegistry,
    replicates: 200,
    policies: policiesOf(policies),
    ...more,
  });
}

function policiesOf(texts: readonly string[]): PoliciesRequest['policies'] {
  return texts.map((text) => parsePolicy(text)!);
}
