import { armsOf, currencyOf, type Strategy } from '#strata/engine';
import { knownStrategy } from '#strata/engine/plan';
import { durationMilliseconds } from '#strata/kernel';
import { type AskedParts, type ExposedQuestion, type ExposedSums, exposedSums } from '#strata/ledger/experiments';
import { type OutcomeBook } from '#strata/ledger/outcomes';
import { type Database } from '#strata/platform/database';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { nearestName, StrataError } from '#sdk';
import { type ExperimentReadout, type ExperimentSums, readExperiment, type ReadoutOptions } from '../readout/index.js';
import { experimentPhrases } from '../words/index.js';
import { courseOf, type ExperimentCourse } from './experiment-course.js';
import { asPlanned, planProgress, type PlanProgress } from './plan-progress.js';
import { type ReadoutQuestion } from './readout-question.js';
import { askedBands, type AskedBands, scoreBands, type ScoreBands } from './score-bands.js';
import { armsExperiment, treatmentExperiment } from './strategy-sums.js';
import { askedParts, partInWords, type ToldApart, toldApart } from './told-apart.js';

/** What the experiment of a strategy showed. */
export interface StrategyReadout {
  readonly strategy: string;
  readonly title: string;
  /** Of the experiment, from 1 on: people of earlier ones are not read. */
  readonly phase: number;
  readonly from: string | null;
  readonly to: string | null;
  /** When the first and the last of them came or was offered something: ISO 8601; null where nobody was. */
  readonly ran: { readonly first: string; readonly last: string } | null;
  /** The arms in which its models decide, and no policy. */
  readonly modelArms: readonly string[];
  /** The models that it asks there. */
  readonly models: readonly string[];
  /** How much of what was planned is reached; null where nothing was planned. */
  readonly plan: PlanProgress | null;
  /** ISO 4217, of all amounts; null where the shop says none. */
  readonly currency: string | null;
  /** Arms by all people who were drawn into them, whatever they got; null of a strategy without arms. */
  readonly arms: ExperimentReadout | null;
  /** Who got an offer beside who was held out of one; null where nobody is held out. */
  readonly treatment: ExperimentReadout | null;
  /** By which score the segments of `treatment` are told; null unless asked for. */
  readonly bands: ScoreBands | null;
  /** By which facts and segments people are told apart; empty unless asked for. */
  readonly by: readonly ToldApart[];
}

interface Ports {
  readonly database: Database;
  readonly releases: CurrentRelease;
  readonly outcomes: OutcomeBook;
}

/** Reads experiments of strategies from what the ledger has counted until now. */
export class StrategyReadouts {
  constructor(private readonly ports: Ports) {}

  /** @throws StrataError UNKNOWN_STRATEGY; NOT_FOUND of a strategy that is no experiment; INVALID_REQUEST of an unknown control, or without a score for bands */
  async read(question: ReadoutQuestion): Promise<StrategyReadout> {
    const { database, releases, outcomes } = this.ports;
    const release = releases.get();
    const { document, campaignNeeds } = knownStrategy(release, question.strategy);
    const { models } = release.documents;
    const bands = question.bands === undefined ? null : askedBands(document, models, question.bands);
    const parts = question.by === undefined ? null : askedParts(question.by, release.documents);
    await outcomes.catchUp();
    const asked = exposedQuestion(document, question, { bands, parts });
    const phrases = experimentPhrases(question.language);
    const { parts: apart, ...sums } = await database.transaction((manager) => exposedSums(manager, asked));
    const exposed = { ...sums, parts: apart.map((part) => partInWords(part, release.documents, phrases)) };
    const options = {
      hasBefore: question.before !== undefined,
      phrases,
      ...(question.control === undefined ? {} : { control: question.control }),
    };
    const arms = armsExperiment(document, exposed, options);
    const treatment = treatmentExperiment(document, exposed, options);
    if (arms === null && treatment === null) throw noExperiment(document);
    if (arms !== null) assertControl(arms);
    const { id, title, experiment } = document;
    const { from = null, to = null } = question;
    const read = (sums: ExperimentSums | null, how: ReadoutQuestion) =>
      sums === null ? null : readExperiment(sums, readingOf(sums, document, how));
    const plan = experiment?.plan;
    const armsReadout = read(arms, plan === undefined ? question : asPlanned(question, plan));
    const currency = currencyOf(release.documents) ?? null;
    return {
      strategy: id,
      title,
      phase: experiment?.phase ?? 1,
      from,
      to,
      ran: momentsOf(exposed.ran),
      modelArms: armsOf(experiment)
        .filter(({ by }) => by === 'model')
        .map((arm) => arm.id),
      models: campaignNeeds.model,
      plan: plan === undefined || armsReadout === null ? null : planProgress(plan, armsReadout, question),
      currency,
      arms: armsReadout,
      treatment: read(treatment, question),
      bands: bands === null || exposed.bands === null ? null : scoreBands(bands, exposed.bands, phrases),
      by: apart.map((part) => toldApart(part, release.documents, phrases)),
    };
  }

  /**
   * How the interval of what decides became what it is, at evenly many moments: whatever is planned, by one that holds on all
   * days together.
   *
   * @throws StrataError as {@link read} does
   */
  async course(question: Omit<ReadoutQuestion, 'bands' | 'by'>, moments: number): Promise<ExperimentCourse> {
    const { database, releases, outcomes } = this.ports;
    const { document } = knownStrategy(releases.get(), question.strategy);
    await outcomes.catchUp();
    const asked = { ...exposedQuestion(document, question), moments };
    const exposed = await database.transaction((manager) => exposedSums(manager, asked));
    const { control } = question;
    const options = { hasBefore: question.before !== undefined, ...(control === undefined ? {} : { control }) };
    const arms = armsExperiment(document, exposed, options);
    if (arms !== null) assertControl(arms);
    const plan = document.experiment?.plan;
    const people = (arms ?? treatmentExperiment(document, exposed, options))?.arms.map((arm) => arm.moments.people);
    const there = (people ?? []).reduce((sum, own) => sum + own, 0);
    const tightestAt = question.tightestAt ?? Math.max(1, (arms === null ? undefined : plan?.people) ?? there);
    const course = courseOf(document, exposed, {
      ...options,
      tightestAt,
      read: (sums) => {
        const how = { ...question, tightestAt };
        return readExperiment(
          sums,
          readingOf(sums, document, plan === undefined || arms === null ? how : asPlanned(how, plan)),
        );
      },
    });
    if (course === null) throw noExperiment(document);
    return course;
  }
}

function momentsOf(ran: ExposedSums['ran']): StrategyReadout['ran'] {
  if (ran === null) return null;
  return { first: new Date(ran.first).toISOString(), last: new Date(ran.last).toISOString() };
}

/** A question about the people of a strategy, in the phase that its experiment is in. */
export function exposedQuestion(
  { id, goal, experiment }: Strategy,
  question: Pick<ReadoutQuestion, 'from' | 'to' | 'before' | 'winsorise'>,
  { bands = null, parts = null }: { readonly bands?: AskedBands | null; readonly parts?: AskedParts | null } = {},
): ExposedQuestion {
  const { from, to, before, winsorise } = question;
  return {
    strategy: id,
    phase: experiment?.phase ?? 1,
    goal: {
      event: goal.event,
      within: durationMilliseconds(goal.within) ?? 0,
      valueProperty: goal.value ?? null,
      usualValue: typeof goal.orderValue === 'number' ? goal.orderValue : 0,
    },
    hasArms: experiment?.arms !== undefined,
    winsorise,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(before === undefined ? {} : { before: durationMilliseconds(before) ?? 0 }),
    ...(parts === null ? {} : { parts }),
    ...(bands === null ? {} : { bands: { model: bands.model, count: bands.count } }),
  };
}

function readingOf({ arms }: ExperimentSums, { goal }: Strategy, question: ReadoutQuestion): ReadoutOptions {
  const { level, primary, plannedPeople, minimumEffect, noWorseThan, tightestAt, language } = question;
  const people = arms.reduce((sum, { moments }) => sum + moments.people, 0);
  return {
    level,
    margin: goal.margin,
    peeking: plannedPeople === undefined ? { tightestAt: tightestAt ?? Math.max(1, people) } : null,
    ...(primary === undefined ? {} : { primary }),
    ...(plannedPeople === undefined ? {} : { plannedPeople }),
    ...(minimumEffect === undefined ? {} : { minimumEffect }),
    ...(noWorseThan === undefined ? {} : { noWorseThan }),
    ...(language === undefined ? {} : { language }),
  };
}

function noExperiment({ id }: Strategy): StrataError {
  return new StrataError('NOT_FOUND', `The strategy "${id}" is no experiment.`, {
    problems: [
      {
        message: 'it has no arms, and nobody is held out',
        pointer: '/experiment',
        expected: 'arms, or a hold-out above 0 and below 1',
      },
    ],
  });
}

function assertControl({ control, arms }: ExperimentSums): void {
  const names = arms.map(({ arm }) => arm);
  if (names.includes(control)) return;
  const nearest = nearestName(control, names);
  throw new StrataError('INVALID_REQUEST', `There is no arm "${control}".`, {
    problems: [
      {
        message: `the control "${control}"`,
        expected: `one of ${names.join(', ')}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}
