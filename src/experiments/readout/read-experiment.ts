import { benjaminiHochberg, meansOf } from '#strata/statistics/experiments';
import { experimentPhrases } from '../words/index.js';
import { type ComparedArm, type ComparedMetric, compareArms, compareBy, type ReadingOptions } from './compare.js';
import { efficiencies } from './efficiency.js';
import { type ExperimentSums, type PeopleSegment } from './experiment-sums.js';
import { type ExperimentHealth, healthOf, type HealthCheck } from './health.js';
import { type MetricId, metricsOf } from './metrics.js';
import { type ReadoutVerdict, verdictOf } from './verdict.js';

/** How an experiment is read, and when it is enough. */
export interface ReadoutOptions extends ReadingOptions {
  /** The figure that decides; profit where it can be told, else conversion. */
  readonly primary?: MetricId;
  /** Where it is read once: how many people, of all arms, were planned. */
  readonly plannedPeople?: number;
  /** The least relative effect worth having. */
  readonly minimumEffect?: number;
  /**
   * An arm may be shipped for what it saves, too, where its conversions are fewer by no more than this share of control's: see
   * `efficiencies`. Nobody is unless told.
   */
  readonly noWorseThan?: number;
}

/** What an experiment showed. Of an unhealthy one no figure is told. */
export interface ExperimentReadout {
  readonly health: ExperimentHealth;
  readonly checks: readonly HealthCheck[];
  readonly verdict: ReadoutVerdict;
  readonly reading: 'once' | 'at any time';
  readonly primary: MetricId;
  readonly control: string;
  readonly people: number;
  readonly days: number | null;
  readonly arms: readonly { readonly arm: string; readonly people: number; readonly conversions: number }[];
  /** Empty unless the experiment is healthy. */
  readonly comparisons: readonly ComparedArm[];
  /** By the figure that decides; p-values adjusted over all segments. Empty unless the experiment is healthy. */
  readonly segments: readonly ComparedSegment[];
}

/** The effect on people who have something in common. */
export interface ComparedSegment {
  readonly by: string;
  readonly value: string;
  readonly arm: string;
  readonly people: number;
  readonly effect: ComparedMetric;
}

/** Reads an experiment from its sums. */
export function readExperiment(sums: ExperimentSums, options: ReadoutOptions): ExperimentReadout {
  const metrics = metricsOf(sums.variables, options.margin);
  const primary = options.primary ?? (metrics.some(({ id }) => id === 'profit') ? 'profit' : 'conversion');
  const phrases = experimentPhrases(options.language);
  const { health, checks } = healthOf(sums, phrases);
  const comparisons = health === 'healthy' ? compareArms(sums, primary, options) : [];
  const people = sums.arms.reduce((sum, { moments }) => sum + moments.people, 0);
  return {
    health,
    checks,
    verdict: verdictOf({
      health,
      checks,
      comparisons,
      efficiencies:
        health === 'healthy' && options.noWorseThan !== undefined
          ? efficiencies(sums, options, options.noWorseThan)
          : [],
      primary,
      level: options.level,
      people,
      plannedPeople: options.peeking === null ? (options.plannedPeople ?? null) : null,
      days: sums.days,
      minimumEffect: options.minimumEffect ?? null,
      phrases,
    }),
    reading: options.peeking === null ? 'once' : 'at any time',
    primary,
    control: sums.control,
    people,
    days: sums.days,
    arms: sums.arms.map(({ arm, moments }) => ({
      arm,
      people: moments.people,
      conversions: (meansOf(moments)[0] ?? 0) * moments.people || 0,
    })),
    comparisons,
    segments: health === 'healthy' ? compareSegments(sums, primary, options) : [],
  };
}

function compareSegments(
  { segments, variables, control }: ExperimentSums,
  primary: MetricId,
  options: ReadingOptions,
): readonly ComparedSegment[] {
  const metric = metricsOf(variables, options.margin).find(({ id }) => id === primary);
  if (metric === undefined) return [];
  const compared = segments.flatMap((segment) => compareSegment(segment, control, metric, options));
  const adjusted = benjaminiHochberg(compared.map(({ effect }) => effect.pValue));
  return compared.map((one, index) => ({
    ...one,
    effect: { ...one.effect, adjustedPValue: adjusted[index] ?? one.effect.pValue },
  }));
}

function compareSegment(
  { by, value, arms }: PeopleSegment,
  control: string,
  metric: Parameters<typeof compareBy>[0],
  options: ReadingOptions,
): readonly ComparedSegment[] {
  const beside = arms.find(({ arm }) => arm === control);
  if (beside === undefined) return [];
  return arms
    .filter((arm) => arm !== beside)
    .flatMap((arm) =>
      compareBy(metric, beside, arm, options).map((effect) => ({
        by,
        value,
        arm: arm.arm,
        people: arm.moments.people + beside.moments.people,
        effect,
      })),
    );
}
