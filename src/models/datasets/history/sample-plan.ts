import { compileCondition } from '#strata/engine/conditions';
import { durationMilliseconds, type SqlDialect } from '#strata/kernel';
import { type ModelDocument, type Segment } from '#strata/engine';
import { nearestName, StrataError } from '#sdk';
import { type CampaignTally, HELD_OUT, SENT } from './campaign-records.js';
import { type HistorySource } from '../examples/example-source.js';
import { type CampaignAudience, type CampaignUse } from '../examples/sampling.js';

/** Which people are looked at, when, and what of their future is read. Times are milliseconds. */
export interface SamplePlan {
  readonly moments:
    | { readonly kind: 'regular'; readonly at: readonly number[] }
    /** Just before each record of these names and audiences, of the first a person and campaign, until `latest`. */
    | {
        readonly kind: 'campaigns';
        readonly records: readonly string[];
        readonly audiences: readonly CampaignAudience[];
        readonly latest: number;
      }
    /** Just before each event of this name, until `latest`. */
    | { readonly kind: 'events'; readonly event: string; readonly latest: number };
  /** The segment that people belong to at the moment. */
  readonly population: { readonly facts: readonly string[]; readonly toSql: (dialect: SqlDialect) => string } | null;
  readonly outcome: Outcome | null;
}

/** What happened in the window after the moment, (moment, moment + window]. */
interface Outcome {
  readonly window: number;
  readonly within: string;
  readonly event: string;
  readonly measure: 'count' | 'sum';
  readonly property?: string;
  /** Whether only people without any contact in the window are examples. */
  readonly untouched: boolean;
}

/** Regular moments a model unless its document says another number. */
const MOMENTS = 6;
const DAY = 86_400_000;

/** The label of a model that learns from history. Throws `INVALID_DOCUMENT` for one that is a column of a file. */
export function eventLabel({ id, label }: ModelDocument): Extract<ModelDocument['label'], { readonly event: string }> {
  if ('event' in label) return label;
  throw new StrataError('INVALID_DOCUMENT', `"${id}" cannot learn from history.`, {
    problems: [
      {
        message: `its label is the column "${label.column}" of a flat file`,
        pointer: '/label',
        expected: '"label": {"event": …, "within": …}, or --data FILE',
      },
    ],
  });
}

/** Milliseconds of the label's window. */
export function windowOf(document: ModelDocument): number {
  return durationMilliseconds(eventLabel(document).within) ?? 0;
}

/** @param tallies all campaigns that history records @param until the last moment of which everything is known */
export function planSamples(
  document: ModelDocument,
  source: HistorySource,
  { tallies, until, segments }: { tallies: readonly CampaignTally[]; until: number; segments: readonly Segment[] },
): SamplePlan {
  const label = eventLabel(document);
  const window = windowOf(document);
  return {
    moments: momentsOf(document, tallies, { until, window }),
    population: populationOf(document, source, segments),
    outcome: {
      window,
      within: label.within,
      event: label.event,
      measure: label.measure ?? 'count',
      ...(label.property === undefined ? {} : { property: label.property }),
      untouched: document.treatment === 'none',
    },
  };
}

/** Everybody of the population at one moment, whatever they do then. */
export function planPool(
  document: ModelDocument,
  source: HistorySource,
  { until, segments }: { readonly until: number; readonly segments: readonly Segment[] },
): SamplePlan {
  return {
    moments: { kind: 'regular', at: [until] },
    population: populationOf(document, source, segments),
    outcome: null,
  };
}

function momentsOf(
  { id, task, treatment, samples }: ModelDocument,
  tallies: readonly CampaignTally[],
  { until, window }: { readonly until: number; readonly window: number },
): SamplePlan['moments'] {
  const isUplift = task === 'uplift';
  const records = isUplift ? [SENT, HELD_OUT] : [treatment === 'none' ? HELD_OUT : SENT];
  // Without a control group of their own, campaigns to everybody teach nothing about the effect of the offer.
  const audiences: readonly CampaignAudience[] = isUplift || treatment === 'none' ? ['random'] : ['all', 'random'];
  const campaigns = { kind: 'campaigns', records, audiences, latest: until - window + 1 } as const;
  const isOffered = isUplift || treatment === 'any' || typeof treatment === 'object';
  const usable = tallies.some((tally) => useOf(tally, campaigns).used);
  if (samples === undefined ? isOffered || (treatment === 'none' && usable) : 'at' in samples) {
    if (usable) return campaigns;
    throw noCampaigns(id, tallies, isUplift);
  }
  if (samples !== undefined && 'before' in samples) {
    return { kind: 'events', event: samples.before, latest: until - window + 1 };
  }
  const { every, most = MOMENTS }: { every?: string; most?: number } =
    samples !== undefined && 'every' in samples ? samples : {};
  const step = durationMilliseconds(every ?? '') ?? window;
  const last = Math.floor((until - window) / DAY) * DAY;
  const at = Array.from({ length: most }, (_, index) => last - index * Math.max(step, 1));
  return { kind: 'regular', at: at.toReversed() };
}

/** Whether a plan takes the records of a campaign, and why not. */
export function useOf(tally: CampaignTally, plan: SamplePlan['moments']): CampaignUse {
  const { campaign, audience, sent, heldOut, from } = tally;
  const reason = reasonAgainst(tally, plan);
  const used = reason === null;
  return { campaign, audience, from: new Date(from).toISOString(), sent, heldOut, used, reason };
}

function reasonAgainst(
  { audience, sent, heldOut, unfinished }: CampaignTally,
  plan: SamplePlan['moments'],
): string | null {
  if (plan.kind === 'regular') return 'examples are taken at regular moments';
  if (plan.kind === 'events') return `examples are taken at events "${plan.event}"`;
  if (audience === 'unknown') return 'its records do not say who got it';
  if (audience === 'selected') return 'it went to people whom somebody picked';
  if (!plan.audiences.includes(audience)) return 'it had no random control group';
  const finished = [
    ...(plan.records.includes(SENT) ? [sent - unfinished.sent] : []),
    ...(plan.records.includes(HELD_OUT) ? [heldOut - unfinished.heldOut] : []),
  ];
  if (finished.every((records) => records > 0)) return null;
  if (plan.records.includes(HELD_OUT) && heldOut === 0) return 'it had no random control group';
  return 'its window has not passed yet';
}

function populationOf(
  { id, population }: ModelDocument,
  { facts, timeZone = 'UTC' }: HistorySource,
  segments: readonly Segment[],
): SamplePlan['population'] {
  if (population === undefined) return null;
  const known = segments.map((segment) => segment.id);
  if (!known.includes(population)) {
    const nearest = nearestName(population, known);
    const problem = {
      message: `there is no segment "${population}"`,
      pointer: '/population',
      ...(nearest === undefined ? {} : { nearest }),
    };
    throw new StrataError('INVALID_DOCUMENT', `The population of "${id}" is not known.`, { problems: [problem] });
  }
  const condition = compileCondition(population, { facts, segments, timeZone, isPublished: true });
  return { facts: condition.facts.map(({ fact }) => fact), toSql: (dialect) => condition.toSql(dialect) };
}

function noCampaigns(id: string, tallies: readonly CampaignTally[], needsControl: boolean): StrataError {
  const groups = needsControl ? '"audience": "random"' : '"audience": "all" or "random"';
  const message =
    tallies.length === 0
      ? `history records no campaign (events "${SENT}")`
      : `none of the ${String(tallies.length)} campaigns that history records can teach it: ${[...new Set(tallies.map(({ audience }) => audience))].join(', ')}`;
  return new StrataError('TOO_FEW_EXAMPLES', `There are no past campaigns for "${id}" to learn from.`, {
    problems: [
      {
        message,
        expected: `events "${SENT}" with ${groups}${needsControl ? ` and "${HELD_OUT}" for the control` : ''}, older than the label's window; see docs/data-sets.md`,
      },
    ],
  });
}
