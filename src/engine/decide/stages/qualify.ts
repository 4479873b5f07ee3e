import { drawnId, type CompiledRelease, type CompiledStrategy, knownStrategy } from '../../plan/index.js';
import { type FactResolver } from '../../conditions/index.js';
import { type ExperimentArm, type Stage, type DecisionInput, switchedOffOf, type Way } from '../../index.js';
import { resolver } from './resolve.js';
import { type Step } from './steps.js';

/** How far each strategy got on what is known before any score: active, consent, segment, arm, trigger. */
export interface Qualified {
  readonly input: DecisionInput;
  readonly release: CompiledRelease;
  /** One entry a strategy that was asked, by id. */
  readonly strategies: readonly Qualification[];
  /** Ids of the models whose scores `choose` will read, ascending; empty where rules alone decide or nothing passed. */
  readonly needs: readonly string[];
}

/** One strategy before the scores. */
export interface Qualification {
  readonly strategy: CompiledStrategy;
  /** The arm of the experiment: drawn inside the segment, so that human and model compete on the same people. Null where it has no arms, the person takes no part, or it was not reached. */
  readonly arm: ExperimentArm | null;
  /** Which way the user goes on. Without arms everybody goes the strategy's own way: trigger, predictive, best offer. */
  readonly way: Way;
  /** 1: in the segment; 2: triggered too. */
  readonly level: 0 | 1 | 2;
  /** Null where the strategy goes on to its scores and offers. */
  readonly stoppedBy: Stage | null;
  readonly steps: readonly Step[];
}

/** The stages before the scores. Throws `UNKNOWN_STRATEGY` where the input asks for one that the release lacks. */
export function qualify(input: DecisionInput, release: CompiledRelease): Qualified {
  const strategies = input.strategies === null ? passAll(input, release) : passSome(input.strategies, input, release);
  return Object.freeze({ input, release, strategies: Object.freeze(strategies), needs: needsOf(strategies) });
}

/** All segments are tested together: a fact is read and normalised once for all strategies. */
function passAll(input: DecisionInput, release: CompiledRelease): readonly Qualification[] {
  const resolve = resolver(input, release, {});
  const inside = release.segments.match(input.facts);
  let next = 0;
  return release.strategies.map((strategy, index) => {
    const isInSegment = inside[next] === index;
    if (isInSegment) next += 1;
    return pass(strategy, { input, resolve, isInSegment });
  });
}

function passSome(asked: readonly string[], input: DecisionInput, release: CompiledRelease): readonly Qualification[] {
  const resolve = resolver(input, release, {});
  for (const id of asked) knownStrategy(release, id);
  const found = release.strategies.filter((strategy) => asked.includes(strategy.document.id));
  return found.map((strategy) => {
    return pass(strategy, { input, resolve, isInSegment: strategy.segment.test(input.facts) });
  });
}

interface Applicant {
  readonly input: DecisionInput;
  readonly resolve: FactResolver;
  readonly isInSegment: boolean;
}

function pass(strategy: CompiledStrategy, { input, resolve, isInSegment }: Applicant): Qualification {
  const { document, active, segment, trigger } = strategy;
  if (switchedOffOf(input, document.id, 'stop') !== null) {
    return stopped(strategy, { code: 'NOT_ACTIVE', stage: 'active' });
  }
  if (input.now < active.from || input.now >= active.to) {
    return stopped(strategy, { code: 'NOT_ACTIVE', stage: 'active' });
  }
  if (input.suppressed) return stopped(strategy, { code: 'SUPPRESSED', stage: 'consent' });
  if (document.consent !== undefined && !input.consent.includes(document.consent)) {
    return stopped(strategy, { code: 'NO_CONSENT', stage: 'consent' });
  }
  if (!isInSegment) {
    return stopped(strategy, { code: 'SEGMENT_MISS', stage: 'segment', condition: segment });
  }

  const steps: Step[] = [{ code: 'SEGMENT_MATCH', stage: 'segment', condition: segment }];
  const { draws } = strategy;
  const place = draws.armOf(drawnId(input, document.id));
  const [arm, way] = [draws.arms[place] ?? null, draws.wayOf(place)];
  if (arm !== null) steps.push({ code: 'ARM', stage: 'arm', arm });
  else if (draws.arms.length > 0) steps.push({ code: 'NOT_IN_EXPERIMENT', stage: 'arm' });
  if (way === null) return freeze({ strategy, arm, way: 'model', level: 1, stoppedBy: 'arm', steps });
  if (trigger === null || way === 'baseline') return freeze({ strategy, arm, way, level: 1, stoppedBy: null, steps });

  if (!trigger.test(input.facts, resolve)) {
    steps.push({ code: 'TRIGGER_MISS', stage: 'trigger', condition: trigger });
    return freeze({ strategy, arm, way, level: 1, stoppedBy: 'trigger', steps });
  }
  steps.push({ code: 'TRIGGER_MATCH', stage: 'trigger', condition: trigger });
  return freeze({ strategy, arm, way, level: 2, stoppedBy: null, steps });
}

function stopped(strategy: CompiledStrategy, step: Step): Qualification {
  return freeze({ strategy, arm: null, way: 'model', level: 0, stoppedBy: step.stage, steps: [step] });
}

function freeze(qualification: Qualification): Qualification {
  Object.freeze(qualification.steps);
  return Object.freeze(qualification);
}

/** Only the models of the strategies that go on, and of these only what their way reads. */
function needsOf(strategies: readonly Qualification[]): readonly string[] {
  const ways = strategies.filter((passed) => passed.stoppedBy === null).map(({ strategy, way }) => strategy.needs[way]);
  const [only] = ways;
  if (only === undefined) return NOTHING;
  return ways.length === 1 ? only : Object.freeze([...new Set(ways.flat())].sort());
}

const NOTHING: readonly string[] = Object.freeze([]);
