import { type ReadoutPlan } from '#strata/engine';
import { type CompiledStrategy, knownStrategy } from '#strata/engine/plan';
import { type Shadows, type ShadowTraffic } from '#strata/decisions/shadows';
import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { exposedSums } from '#strata/ledger/experiments';
import { type OutcomeBook } from '#strata/ledger/outcomes';
import { type Database } from '#strata/platform/database';
import { messageIn } from '#strata/platform/messages';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { type PlannedMetric } from '#strata/statistics/experiments';
import { nearestName, StrataError } from '#sdk';
import { exposedQuestion } from '../running/index.js';
import { type KnownFigures, knownFigures } from './known-figures.js';
import { type ModelPlan, planModel } from './plan-model.js';

/** What is asked for; what is not said of control is looked up. */
export interface AskedPlan {
  readonly model: string;
  /** Of which version's people are known; the latest of the model unless told. */
  readonly shadow?: string | undefined;
  readonly decide?: ReadoutPlan['decide'] | undefined;
  readonly rate?: number | undefined;
  readonly mean?: number | undefined;
  readonly deviation?: number | undefined;
  readonly peoplePerDay?: number | undefined;
  readonly effect: number;
  readonly share: number;
  readonly read: ReadoutPlan['read'];
  readonly noWorseThan?: number | undefined;
  readonly power: number;
}

interface Ports {
  readonly database: Database;
  readonly releases: CurrentRelease;
  readonly outcomes: OutcomeBook;
  readonly shadows: Shadows;
}

/** Plans the experiments that prove the last stage of models. */
export class ModelPlans {
  constructor(private readonly ports: Ports) {}

  /**
   * @param language of the sentences; English unless told
   * @throws StrataError UNKNOWN_STRATEGY; NOT_FOUND of a model that it does not ask, of a shadow; INVALID_REQUEST
   */
  async plan(id: string, asked: AskedPlan, language?: Language): Promise<ModelPlan> {
    const strategy = knownStrategy(this.ports.releases.get(), id);
    assertAsks(strategy, asked.model);
    const traffic = await this.#traffic(strategy.document.id, asked);
    const known = await this.#known(strategy, traffic, language);
    const figures = figuresOf(asked, known);
    const { model, effect, share, read, noWorseThan, power } = asked;
    const plan = planModel({
      ...{ strategy: strategy.document, model, effect, share, read, noWorseThan, power, language },
      ...figures,
    });
    const from = figures.isTold || known === null ? [] : [known.words];
    return { ...plan, words: [...from, ...plan.words, ...shadowWords(traffic, language)] };
  }

  async #known(
    { document }: CompiledStrategy,
    traffic: ShadowTraffic | null,
    language?: Language,
  ): Promise<KnownFigures | null> {
    const { database, outcomes } = this.ports;
    await outcomes.catchUp();
    const question = exposedQuestion(document, { winsorise: 1 });
    const exposed = await database.transaction((manager) => exposedSums(manager, question));
    return knownFigures(document, exposed, traffic, language);
  }

  async #traffic(strategy: string, { model, shadow }: AskedPlan): Promise<ShadowTraffic | null> {
    const { shadows } = this.ports;
    const chosen = shadow ?? (await shadows.list(model))[0]?.id;
    return chosen === undefined ? null : await shadows.traffic(chosen, strategy);
  }
}

interface Figures {
  readonly decide: ReadoutPlan['decide'];
  readonly metric: PlannedMetric;
  readonly rate: number | null;
  readonly peoplePerDay: number | null;
  readonly isTold: boolean;
}

/** What was said of control, else what is known; where profit is none, conversions decide. */
function figuresOf(asked: AskedPlan, known: KnownFigures | null): Figures {
  const { rate: toldRate, mean, deviation } = asked;
  const knownRate = known?.metrics.conversion.kind === 'proportion' ? known.metrics.conversion.rate : null;
  const rate = toldRate ?? knownRate;
  const peoplePerDay = asked.peoplePerDay ?? known?.peoplePerDay ?? null;
  if (mean !== undefined && deviation !== undefined) {
    const decide = asked.decide ?? 'profit';
    return { decide, metric: { kind: 'mean', mean, deviation }, rate, peoplePerDay, isTold: true };
  }
  if (toldRate !== undefined) {
    if (asked.decide !== undefined && asked.decide !== 'conversion') throw unknown(asked.decide, '/mean');
    return { decide: 'conversion', metric: { kind: 'proportion', rate: toldRate }, rate, peoplePerDay, isTold: true };
  }
  if (known === null) throw unknown(asked.decide ?? 'conversion', '/rate');
  const { profit } = known.metrics;
  const decide = asked.decide ?? (profit.kind === 'mean' && profit.mean > 0 ? 'profit' : 'conversion');
  const metric = known.metrics[decide];
  if (metric.kind === 'mean' && !(metric.mean > 0)) {
    throw refusal(
      '/decide',
      `A person of control brings no ${decide}, of which an effect could be a share.`,
      'conversion',
    );
  }
  return { decide, metric, rate, peoplePerDay, isTold: false };
}

function unknown(decide: ReadoutPlan['decide'], pointer: string): StrataError {
  const expected =
    decide === 'conversion'
      ? 'the share that converts (rate), or a strategy whose human rule has decided, or a shadow of the model beside a hold-out'
      : 'mean and deviation of a person, or a strategy whose human rule has decided';
  return refusal(pointer, `What the human rule does by ${decide} is not known here.`, expected);
}

function refusal(pointer: string, message: string, expected: string): StrataError {
  return new StrataError('INVALID_REQUEST', message, { problems: [{ pointer, message, expected }] });
}

function assertAsks({ document, campaignNeeds }: CompiledStrategy, model: string): void {
  const models = campaignNeeds.model;
  if (models.includes(model)) return;
  const nearest = nearestName(model, models);
  throw new StrataError('NOT_FOUND', `The strategy "${document.id}" asks no model "${model.slice(0, 100)}".`, {
    problems: [
      {
        pointer: '/model',
        message: `the model "${model.slice(0, 100)}"`,
        expected: models.length === 0 ? 'a strategy with a model' : `one of ${models.join(', ')}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

/** What a shadow said to expect. */
function shadowWords(traffic: ShadowTraffic | null, language: Language = DEFAULT_LANGUAGE): readonly string[] {
  return traffic === null || traffic.decisions === 0 ? [] : [messageIn(language, traffic.words)];
}
