import { criticalValue, normalQuantile } from '#strata/statistics';
import { type EffectSubject, type ExperimentPhrases } from '../words/index.js';
import { type ComparedArm, type ComparedMetric } from './compare.js';
import { type ArmEfficiency } from './efficiency.js';
import { type ExperimentHealth, type HealthCheck } from './health.js';
import { type MetricId } from './metrics.js';

/** What to do now. */
export interface ReadoutVerdict {
  readonly kind: 'ship' | 'stop' | 'keep running' | 'unhealthy' | 'unknown';
  /** To ship. */
  readonly arm: string | null;
  /** Why to ship: it is better by what decides, or as good and saves money; null where nothing is shipped. */
  readonly reason: 'effect' | 'efficiency' | null;
  /** To keep running; null where nobody knows, or it would be longer than anybody waits. */
  readonly days: number | null;
  readonly words: string;
}

/** What a verdict is made of. */
export interface VerdictQuestion {
  readonly health: ExperimentHealth;
  readonly checks: readonly HealthCheck[];
  readonly comparisons: readonly ComparedArm[];
  /** Of each arm but control; empty where nothing is shipped for what it saves. */
  readonly efficiencies: readonly ArmEfficiency[];
  /** The figure that decides. */
  readonly primary: MetricId;
  readonly level: number;
  /** Of all arms together. */
  readonly people: number;
  /** Where it is read once: how many people were planned. */
  readonly plannedPeople: number | null;
  readonly days: number | null;
  /** The least relative effect worth having; null where nobody says. */
  readonly minimumEffect: number | null;
  readonly phrases: ExperimentPhrases;
}

/** Nobody waits for longer. */
const MOST_DAYS = 365;
/** Chance with which the effect would be found by then. */
const POWER = 0.8;

/** An arm with the figure that decides. */
interface Candidate {
  readonly arm: string;
  readonly metric: ComparedMetric;
}

/** The verdict in words: ship, stop, keep running for about so long, or unhealthy because of something. */
export function verdictOf(question: VerdictQuestion): ReadoutVerdict {
  const { health, checks, primary, level, plannedPeople, people, phrases } = question;
  const { verdict: words } = phrases;
  if (health !== 'healthy') {
    const failed = checks.filter(({ passed }) => !passed).map((check) => check.words);
    return nothing(health === 'unhealthy' ? 'unhealthy' : 'unknown', phrases.together(failed));
  }
  const candidates = question.comparisons.flatMap(({ arm, metrics }) =>
    metrics.filter(({ metric }) => metric === primary).map((metric) => ({ arm, metric })),
  );
  if (candidates.length === 0) return nothing('unknown', words.nothingVaries);
  if (plannedPeople !== null && people < plannedPeople) return tooEarly(question, plannedPeople);
  const isCertain = ({ metric }: Candidate) => metric.adjustedPValue < 1 - level;
  const winners = candidates.filter((one) => isCertain(one) && one.metric.difference.value > 0);
  const [best] = winners.toSorted((a, b) => b.metric.difference.value - a.metric.difference.value);
  if (best !== undefined) {
    return { ...nothing('ship', words.ship(effectOf(best))), arm: best.arm, reason: 'effect' };
  }
  const thrifty = question.efficiencies.find(({ passes }) => passes);
  if (thrifty !== undefined) {
    return { ...nothing('ship', words.shipForSaving(thrifty.found)), arm: thrifty.arm, reason: 'efficiency' };
  }
  if (candidates.every((one) => isCertain(one) && one.metric.difference.value < 0)) {
    return nothing('stop', words.worse(candidates.map(effectOf)));
  }
  return undecided(question, candidates);
}

function undecided(question: VerdictQuestion, candidates: readonly Candidate[]): ReadoutVerdict {
  const { minimumEffect, plannedPeople, phrases } = question;
  const words = phrases.verdict;
  const effects = candidates.map(effectOf);
  const forEfficiency = Math.min(...question.efficiencies.map((one) => one.morePeople), Infinity);
  const isOpen = plannedPeople === null && Number.isFinite(forEfficiency);
  if (!isOpen && minimumEffect !== null && candidates.every(({ metric }) => isBelow(metric, minimumEffect))) {
    return nothing('stop', words.ruledOut(minimumEffect, effects));
  }
  if (plannedPeople !== null) return nothing('stop', words.notFound(effects));
  const more = Math.min(morePeople(question, candidates), forEfficiency);
  if (!Number.isFinite(more)) return nothing('stop', words.nothingToWaitFor(effects));
  const days = question.days === null ? null : Math.ceil((more * question.days) / question.people);
  if (days !== null && days > MOST_DAYS) return nothing('stop', words.tooLong(effects));
  return { ...nothing('keep running', words.keepRunning(more, days, effects)), days };
}

function isBelow({ relative }: ComparedMetric, effect: number): boolean {
  return relative !== null && relative.upper < effect;
}

/** How many more people show the effect worth having, else the one that is seen, if it is there. */
function morePeople({ minimumEffect, people }: VerdictQuestion, candidates: readonly Candidate[]): number {
  const needed = candidates.map(({ metric }) => {
    const { difference, control } = metric;
    const effect = minimumEffect === null ? Math.abs(difference.value) : minimumEffect * Math.abs(control);
    const reach = (difference.upper - difference.lower) / 2;
    const critical = criticalValue(difference.level);
    const wanted = effect / (1 + normalQuantile(POWER, 0, 1) / critical);
    return people * (reach / wanted) ** 2;
  });
  return Math.max(1, Math.ceil(Math.min(...needed) - people));
}

function tooEarly({ people, days, comparisons, phrases }: VerdictQuestion, planned: number): ReadoutVerdict {
  const rest = days === null || people === 0 ? null : Math.ceil(((planned - people) * days) / people);
  const words = phrases.verdict.tooEarly({ people, planned, days: rest, isTold: comparisons.length > 0 });
  return { ...nothing('keep running', words), days: rest };
}

function nothing(kind: ReadoutVerdict['kind'], words: string): ReadoutVerdict {
  return { kind, arm: null, reason: null, days: null, words };
}

function effectOf({ arm, metric }: Candidate): EffectSubject {
  const { metric: figure, unit, difference, relative, control } = metric;
  return { arm, figure, unit, difference, relative: relative?.value ?? null, control };
}
