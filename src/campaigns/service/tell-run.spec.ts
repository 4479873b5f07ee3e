import { describe, expect, it } from 'vitest';
import { type Campaign } from '#strata/engine';
import { allocationWords } from '#strata/engine/allocation';
import { compileRelease } from '#strata/engine/plan';
import { audienceNotes } from '../audience/index.js';
import { itemNotes } from '../items/index.js';
import { campaignFunnel } from '../preview/index.js';
import { type CampaignRun, type RunManifest, type RunPlan, switchedOffNotes } from '../runs/index.js';
import { armProblems, heldPeople } from '../selection/index.js';
import { NOW, STRATEGY } from '../selection/support/people.js';
import { UNDER_POLICY } from '../selection/support/policy.js';
import { tellRun } from './tell-run.js';

const release = { hash: 'sha256:1', documents: UNDER_POLICY };
const strategy = compileRelease(UNDER_POLICY, release.hash).strategies[0]!;
const document: Campaign = {
  ...{ id: 'november', title: 'November', strategy: STRATEGY.id, audience: { stored: true } },
  limits: { budget: 1_000 },
  quotas: [{ segment: 'members', minimum: 30 }],
};
const plan: RunPlan = {
  ...{ now: NOW, models: {}, availability: { stockSpent: [], budgetSpent: [] }, round: 0 },
  left: { budget: 400, stock: {} },
};
const limits = [
  { limit: { kind: 'budget' }, used: 280, of: 280, multiplier: 1.5 },
  { limit: { kind: 'quotaMinimum', quota: 0 }, used: 21, of: 21, multiplier: 2 },
] as const;
const [arm] = armProblems(strategy, {
  limits: { budget: 400 },
  stock: {},
  quotas: document.quotas!,
  objective: undefined,
});
const off = [{ switch: 'stop', by: 'the guardrail on lift', reason: 'ann asked', since: NOW }] as const;
const rows = { nameless: 2, duplicates: 1 };

/** What a run of these kept, as far as it is told. */
function kept(): RunManifest {
  const items = { popular: 3, none: 1 };
  const leftOut = { rule: 1, people: 2, words: '2 people were left out: at most 3 contacts in 7 days' };
  const told = {
    audience: { hash: '', people: 100, ...rows },
    steps: campaignFunnel(strategy, UNDER_POLICY)
      .steps.filter(({ code }) => code === 'SEGMENT_MISS')
      .map(({ pointer = '', words }) => ({ pointer, words, people: 1 })),
    heldBy: heldPeople(strategy, [{ rule: 0, people: 41, until: NOW }]),
    allocation: [
      { arm: arm!.arm, limits, roiReach: null, words: allocationWords({ limits, roiReach: null }, arm!.problem) },
    ],
    booked: { contacts: 1, heldOut: 1, refused: { capped: 2, suppressed: 0, erased: 0, heldBy: [leftOut] } },
    notes: [
      ...switchedOffNotes(off, { strategy: STRATEGY.id, zone: 'UTC' }),
      ...audienceNotes({ ...rows, notes: ROW_NOTES }),
      ...itemNotes(items),
      'a note of the file',
    ],
    ...{ items, switchedOff: off },
  };
  return told as unknown as RunManifest;
}

const ROW_NOTES = [
  '2 rows without an id were left out',
  '1 row of people who have another row was left out: each person counts once',
];

const run = (manifest: RunManifest | null) => ({ id: '1', strategy: STRATEGY.id, manifest }) as CampaignRun;
const basis = { document, plan, release };

/** All sentences of a manifest. */
function sentences({ manifest }: CampaignRun): readonly string[] {
  const { notes, steps, heldBy, allocation, booked } = manifest!;
  const parts = [...steps, ...heldBy, ...(booked?.refused.heldBy ?? [])].map(({ words }) => words);
  return [...parts, ...allocation.flatMap(({ words }) => words), ...notes];
}

describe('a run', () => {
  it('is told in Chinese, of the figures that it kept', () => {
    const told = sentences(tellRun(run(kept()), { ...basis, language: 'zh' }));
    expect(told).toHaveLength(sentences(run(kept())).length);
    const named = /five|three|win-back|members|ann asked|marketing|sms|UTC|a note of the file/g;
    const left = told.map((words) => words.replaceAll(named, '')).filter((words) => /[A-Za-z]{2}/.test(words));
    // The facts of these documents have no Chinese name.
    expect(left.every((words) => /days since the last order|city|Shanghai/.test(words))).toBe(true);
    expect(told).toContain('2 人被排除：7 天内至多联系 3 次');
    expect(told).toContain('280 的预算已用完：每增加 1 可多带来 1.5');
    expect(told).toContain('“members”至少 21 人的配额占用了收益较低的人：少选 1 人可多带来 2');
    expect(told).toContain('排除了没有编号的 2 行');
    expect(told).toContain('a note of the file');
  });

  it('keeps the sentences that its figures do not say, and all of them in English', () => {
    const earlier = { ...kept(), items: undefined, switchedOff: undefined } as unknown as RunManifest;
    const told = sentences(tellRun(run(earlier), { ...basis, plan: null, language: 'zh' }));
    expect(told).toContain('the budget of 280 is used up: one more of it would bring 1.5');
    expect(told).toContain('3 people get popular items, because the recommender could not be asked');
    expect(tellRun(run(kept()), { ...basis, language: 'en' })).toEqual(run(kept()));
    expect(tellRun(run(null), { ...basis, language: 'zh' })).toEqual(run(null));
  });
});
