import { describe, expect, it } from 'vitest';
import type { Experiment, ReleaseDocuments, Strategy } from '#strata/engine';
import { assertNobodyMoves, movedPeople } from './running-experiments.js';

const running: Experiment = {
  seed: 's',
  holdout: 0.1,
  arms: { model: 0.5, baseline: 0.5 },
  coverage: 0.2,
  namespace: { id: 'n', from: 0.2, to: 0.6 },
};

function withExperiment(experiment: Experiment | undefined): ReleaseDocuments {
  const strategy = { id: 'x', ...(experiment === undefined ? {} : { experiment }) } as Strategy;
  return { facts: {}, segments: [], models: [], strategies: [strategy] };
}

function movedBy(change: Partial<Experiment>, before: Experiment = running): readonly (string | undefined)[] {
  return movedPeople(withExperiment(before), withExperiment({ ...before, ...change })).map(({ pointer }) => pointer);
}

describe('an experiment that is published', () => {
  it('may be ramped, also by a wider part of its namespace', () => {
    expect(movedBy({ coverage: 0.2 })).toEqual([]);
    expect(movedBy({ coverage: 1 })).toEqual([]);
    expect(movedBy({ namespace: { id: 'n', from: 0.1, to: 0.6 } })).toEqual([]);
  });

  it('may not lose people', () => {
    expect(movedBy({ coverage: 0.1 })).toEqual(['/experiment/coverage']);
    expect(movedBy({ namespace: { id: 'n', from: 0.3, to: 0.9 } })).toEqual(['/experiment/namespace']);
    expect(movedBy({ namespace: { id: 'other', from: 0, to: 1 } })).toEqual(['/experiment/namespace']);
    const { namespace, ...alone } = running;
    expect(movedBy({ namespace: namespace! }, alone)).toEqual(['/experiment/namespace']);
  });

  it('may not move people from arm to arm', () => {
    expect(movedBy({ arms: { model: 0.6, baseline: 0.4 } })).toEqual(['/experiment/arms']);
    expect(movedBy({ seed: 'other' })).toEqual(['/experiment/seed']);
    const turned = [
      { id: 'model', share: 0.5, by: 'baseline' as const },
      { id: 'baseline', share: 0.5, by: 'model' as const },
    ];
    expect(movedBy({ arms: turned })).toEqual(['/experiment/arms']);
  });

  it('keeps what was planned', () => {
    const plan = { model: 'm', decide: 'profit', people: 1000, effect: 0.1, read: 'once' } as const;
    expect(movedBy({ plan })).toEqual([]);
    expect(movedBy({ plan: { ...plan, people: 500 } }, { ...running, plan })).toEqual(['/experiment/plan']);
    expect(movedBy({ plan: { ...plan, people: 500 }, phase: 2 }, { ...running, plan })).toEqual([]);
    expect(movedPeople(withExperiment({ ...running, plan }), withExperiment(running))).toHaveLength(1);
  });

  it('may be written in the long form, and have another hold-out', () => {
    const long = (['model', 'baseline'] as const).map((by) => ({ id: by, share: 0.5, by }));
    expect(movedBy({ arms: long, holdout: 0.2 })).toEqual([]);
  });

  it('changes as it likes in a higher phase, never in a lower one', () => {
    expect(movedBy({ phase: 2, seed: 'other', coverage: 0.1, arms: { model: 1, baseline: 0 } })).toEqual([]);
    expect(movedBy({ phase: 1 }, { ...running, phase: 2 })).toEqual(['/experiment/phase']);
  });

  it('may end, and so may what has no arms change', () => {
    expect(movedPeople(withExperiment(running), withExperiment(undefined))).toEqual([]);
    const { arms, ...without } = running;
    expect(movedBy({ seed: 'other', arms: arms! }, without)).toEqual([]);
  });

  it('says what would be allowed', () => {
    const after = withExperiment({ ...running, arms: { model: 0.6, baseline: 0.4 } });
    expect(() => {
      assertNobodyMoves(withExperiment(running), after);
    }).toThrow(
      expect.objectContaining({
        code: 'INVALID_DOCUMENT',
        problems: [
          expect.objectContaining({
            file: 'strategies/x.json',
            expected: 'as they are, or "phase": 2, which draws its people anew and is read by itself',
          }),
        ],
      }),
    );
  });
});
