import { fixedWords, moneyWords, numberWords, percentWords } from '#strata/kernel';
import { criticalValue, normalQuantile } from '#strata/statistics';
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
  const { health, checks, primary, level, plannedPeople, people } = question;
  if (health !== 'healthy') {
    const words = checks.filter(({ passed }) => !passed).map((check) => check.words);
    const kind = health === 'unhealthy' ? 'unhealthy' : 'unknown';
    return nothing(kind, words.join(' '));
  }
  const candidates = question.comparisons.flatMap(({ arm, metrics }) =>
    metrics.filter(({ metric }) => metric === primary).map((metric) => ({ arm, metric })),
  );
  if (candidates.length === 0) return nothing('unknown', 'Nothing varies, so that nothing can be compared.');
  if (plannedPeople !== null && people < plannedPeople) return tooEarly(question, plannedPeople);
  const isCertain = ({ metric }: Candidate) => metric.adjustedPValue < 1 - level;
  const winners = candidates.filter((one) => isCertain(one) && one.metric.difference.value > 0);
  const [best] = winners.toSorted((a, b) => b.metric.difference.value - a.metric.difference.value);
  if (best !== undefined) {
    return { ...nothing('ship', `Ship ${best.arm}: ${effectWords(best)}.`), arm: best.arm, reason: 'effect' };
  }
  const thrifty = question.efficiencies.find(({ passes }) => passes);
  if (thrifty !== undefined) {
    const words = `Ship ${thrifty.arm} for what it saves, as many conversions for less: ${thrifty.words}.`;
    return { ...nothing('ship', words), arm: thrifty.arm, reason: 'efficiency' };
  }
  if (candidates.every((one) => isCertain(one) && one.metric.difference.value < 0)) {
    return nothing('stop', `Stop: ${candidates.map(effectWords).join('; ')}.`);
  }
  return undecided(question, candidates);
}

function undecided(question: VerdictQuestion, candidates: readonly Candidate[]): ReadoutVerdict {
  const { minimumEffect, plannedPeople } = question;
  const forEfficiency = Math.min(...question.efficiencies.map((one) => one.morePeople), Infinity);
  const isOpen = plannedPeople === null && Number.isFinite(forEfficiency);
  if (!isOpen && minimumEffect !== null && candidates.every(({ metric }) => isBelow(metric, minimumEffect))) {
    const worth = percentWords(minimumEffect);
    return nothing('stop', `Stop: ${worth} more, the least effect worth having, is ruled out. ${allWords(candidates)}`);
  }
  if (plannedPeople !== null) {
    return nothing('stop', `Stop: all planned people are there, and no difference was found. ${allWords(candidates)}`);
  }
  const more = Math.min(morePeople(question, candidates), forEfficiency);
  if (!Number.isFinite(more))
    return nothing('stop', `Stop: there is no difference to wait for. ${allWords(candidates)}`);
  const days = question.days === null ? null : Math.ceil((more * question.days) / question.people);
  if (days !== null && days > MOST_DAYS) {
    const words = `Stop: an effect as small as it looks would take more than a year to be seen. ${allWords(candidates)}`;
    return nothing('stop', words);
  }
  const time = days === null ? `${fixedWords(more, 0)} more people` : `about ${fixedWords(days, 0)} more days`;
  return { ...nothing('keep running', `Keep running for ${time}. ${allWords(candidates)}`), days };
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

function tooEarly({ people, days, comparisons }: VerdictQuestion, planned: number): ReadoutVerdict {
  const rest = days === null || people === 0 ? null : Math.ceil(((planned - people) * days) / people);
  const time = rest === null ? '' : `, about ${fixedWords(rest, 0)} more days`;
  const seen = comparisons.length > 0 ? ' Its intervals hold once, at the planned end, and not today.' : '';
  const words = `Keep running: ${fixedWords(people, 0)} of ${fixedWords(planned, 0)} planned people are there${time}.${seen}`;
  return { ...nothing('keep running', words), days: rest };
}

function nothing(kind: ReadoutVerdict['kind'], words: string): ReadoutVerdict {
  return { kind, arm: null, reason: null, days: null, words };
}

/** A sentence of its own. */
function allWords(candidates: readonly Candidate[]): string {
  const words = candidates.map(effectWords).join('; ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** "profit a person of bandit is 1.20 higher [0.40, 2.00] than the 4.10 of control, +29.27 %". */
function effectWords({ arm, metric }: Candidate): string {
  const { title, difference, relative, control } = metric;
  const amount = metric.unit === 'money' ? moneyWords : metric.unit === 'share' ? shareWords : numberWords;
  const sign = difference.value < 0 ? '' : '+';
  const ofControl = relative === null ? '' : `, ${sign}${percentWords(round(relative.value))}`;
  const interval = `[${amount(difference.lower)}, ${amount(difference.upper)}]`;
  return `${title} of ${arm} differs by ${sign}${amount(difference.value)} ${interval} from the ${amount(control)} of control${ofControl}`;
}

function shareWords(share: number): string {
  return percentWords(round(share));
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
