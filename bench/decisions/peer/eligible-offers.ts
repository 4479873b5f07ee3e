import { type Almanac, Engine, type TopLevelCondition } from 'json-rules-engine';
import { type PeerOffer, type PeerRules, type PeerStrategy } from './rules.js';

/** What a service is asked. */
export interface PeerRequest {
  readonly userId: string;
  readonly strategy?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly events?: readonly { readonly name: string; readonly at: string }[];
  readonly consent?: readonly string[];
}

/** An offer whose conditions hold. */
export interface Eligible {
  readonly strategy: PeerStrategy;
  readonly offer: PeerOffer;
}

/** Gives the offers whose strategy's segment and trigger and whose own condition hold. */
export type FindEligible = (request: PeerRequest, now: number) => Promise<readonly Eligible[]>;

/**
 * json-rules-engine over the strategies' own conditions: one rule an offer, segments as shared conditions. An engine must
 * not run twice at once, so that those that are free wait for the next request, by the strategy that is asked.
 */
export function eligibleOffers(rules: PeerRules): FindEligible {
  const free = new Map<string, Engine[]>();
  return async ({ strategy, facts = {}, events = [] }, now) => {
    const key = strategy ?? '';
    let engines = free.get(key);
    if (engines === undefined) free.set(key, (engines = []));
    const engine = engines.pop() ?? makeEngine(rules, strategy);
    const { events: fired } = await engine.run({ ...facts, happened: events, now });
    engines.push(engine);
    return fired.map(({ params }) => params as unknown as Eligible);
  };
}

function makeEngine({ strategies, segments }: PeerRules, asked: string | undefined): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const [id, condition] of Object.entries(segments)) engine.setCondition(id, condition);
  engine.addFact('events', countEvents);
  for (const strategy of strategies.filter(({ id }) => asked === undefined || id === asked)) {
    for (const offer of offersOf(strategy)) {
      engine.addRule({
        conditions: conditionsOf(strategy, offer),
        event: { type: 'eligible', params: { strategy, offer } },
      });
    }
  }
  return engine;
}

/** No model is trained in this bench, so that a strategy with models makes the offer of its human rule. */
function offersOf({ predictive, baseline, offers }: PeerStrategy): readonly PeerOffer[] {
  return predictive === undefined ? offers : offers.filter(({ id }) => id === baseline.offer);
}

function conditionsOf(
  { segment, trigger, predictive, baseline }: PeerStrategy,
  { when }: PeerOffer,
): TopLevelCondition {
  const stage = predictive === undefined ? trigger : baseline.when;
  const more = [stage, when].filter((condition) => condition !== undefined);
  return { all: [{ condition: segment }, ...more] };
}

interface EventQuery {
  readonly name: string;
  readonly within: string;
  readonly ago: string;
  readonly without: string;
}

/** How many events of a name lie in a window that no event of another name followed. */
async function countEvents(params: Record<string, unknown>, almanac: Almanac): Promise<number> {
  const { name, within, ago, without } = params as unknown as EventQuery;
  const [happened, now] = await Promise.all([
    almanac.factValue<NonNullable<PeerRequest['events']>>('happened'),
    almanac.factValue<number>('now'),
  ]);
  const [from, to] = [now - milliseconds(within), now - milliseconds(ago)];
  const followed = Math.max(...happened.filter((event) => event.name === without).map(({ at }) => Date.parse(at)));
  return happened.filter((event) => {
    const at = Date.parse(event.at);
    return event.name === name && at > from && at <= to && at >= followed;
  }).length;
}

/** Of the durations that the shipped strategies use: days or hours. */
export function milliseconds(duration: string): number {
  const [, days = '0', hours = '0'] = /^P(?:(\d+)D)?(?:T(\d+)H)?$/.exec(duration) ?? [];
  return (Number(days) * 24 + Number(hours)) * 3_600_000;
}
