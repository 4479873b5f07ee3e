import { shadowPrice, type Stage } from '../../index.js';
import { type CompiledOffer, KINDS } from '../../plan/index.js';
import { chooseByPolicies } from './choose-by-policies.js';
import { closeOffers } from './close-offers.js';
import { repeatsOf, uncapped } from './contacts.js';
import { openChannels } from './open-channels.js';
import {
  type DecidedPeople,
  FALLBACKS,
  NONE,
  SELECTED_BY,
  stop,
  stopForFailure,
  undecided,
} from '../rows/decided-people.js';
import { factsAndScores, splitByScores, type SplitRows } from '../rows/model-scores.js';
import { listOptions } from './list-options.js';
import { offerBest, type Option } from './offer-best.js';
import { type OfferPrices, pricesAmong, pricesOf } from '../rows/offer-money.js';
import { type People } from '../rows/people.js';
import { type PeopleOptions } from '../rows/people-options.js';
import { type QualifiedPeople } from './qualify-columns.js';
import { type Round } from './round.js';
import { joinRows, NOBODY, put, RowSet } from '../rows/row-numbers.js';

/** The stages after the scores, for those who qualified: predictive or the human rule, caps, best offer, hold-out. */
export function chooseColumns(qualified: QualifiedPeople, scores: People['scores']): DecidedPeople {
  return playRound(qualified, scores).decided;
}

/**
 * The same with all offers that each person may get: those that compete for it, whichever is best. Of who is held out it
 * tells what the person would be treated with.
 */
export function optionsOf(qualified: QualifiedPeople, scores: People['scores']): PeopleOptions {
  const { round, options, decided } = playRound(qualified, scores);
  return Object.freeze({ decided, offers: listOptions(round, options) });
}

interface PlayedRound {
  readonly round: Round;
  readonly options: readonly Option[];
  readonly decided: DecidedPeople;
}

function playRound(qualified: QualifiedPeople, scores: People['scores']): PlayedRound {
  const { strategy, progress } = qualified;
  const people = { ...qualified.people, scores };
  const round = {
    strategy,
    people,
    decided: undecided(progress, strategy.policy),
    channels: openChannels(strategy, people),
    prices: pricesOf(strategy.document, people),
    shadowPrices: strategy.offers.map(({ key }) =>
      people.availability === undefined ? 0 : shadowPrice(people.availability, key),
    ),
    qualified,
  };
  const own = goOwnWay(round, qualified.model);
  const human = goByHumanRule(round, joinRows(qualified.baseline, own.failed));
  const options = [...own.options, ...human];
  closeOffers(round, options);
  return { round, options, decided: Object.freeze({ ...round.decided, repeats: repeatsOf(strategy, people) }) };
}

interface OwnWay {
  readonly options: readonly Option[];
  /** Those for whom the human rule decides after all. */
  readonly failed: Uint32Array;
}

function goOwnWay(round: Round, rows: Uint32Array): OwnWay {
  const { strategy, people, decided } = round;
  const known = splitByScores(rows, strategy.predictiveModels, people, decided.fallback);
  const open = uncapped(round, predict(round, known.scored), strategy.offers);
  const { options, failed } = findOffers(round, open);
  return { options, failed: joinRows(fail(round, known.failed, 'predictive'), fail(round, failed, 'offer')) };
}

function predict({ strategy, people, decided }: Round, rows: Uint32Array): Uint32Array {
  put(decided.selector, rows, SELECTED_BY.indexOf(strategy.needs.model.length > 0 ? 'model' : 'baseline'));
  let passed = rows;
  if (strategy.predictive !== null) {
    const resolver = factsAndScores(people);
    passed = strategy.predictive.select(resolver, rows);
    const missed = new RowSet(people.rows, passed).without(rows);
    stop(decided, missed, 'predictive', 'PREDICTIVE_MISS');
    const sure = strategy.sureThings?.select(resolver, missed) ?? NOBODY;
    stop(decided, sure, 'predictive', 'WOULD_CONVERT_ANYWAY');
  }
  if (strategy.document.predictive !== undefined) put(decided.level, passed, 3);
  return passed;
}

/** The strategy's `onFailure` decides who goes by the human rule; strategies without one fall back to it. */
function fail({ strategy, decided, qualified }: Round, rows: Uint32Array, stage: Stage): Uint32Array {
  for (const row of rows) decided.level[row] = qualified.progress.level[row] ?? 0;
  if (strategy.document.predictive?.onFailure !== 'none') return rows;
  stopForFailure(decided, rows, stage, decided.fallback);
  put(decided.selector, rows, NONE);
  return NOBODY;
}

/** The eligible offers of each row; those that bring a profit compete. One score that is missing among them ends the stage. */
function findOffers(round: Round, open: Uint32Array): OwnWay {
  const { strategy, people, decided } = round;
  const { offers } = strategy;
  const prices = pricesAmong(round.prices, strategy);
  stop(decided, open, 'offer', 'OFFER_INELIGIBLE');
  const models = offers.flatMap(({ whenModels }) => whenModels);
  const known = splitByScores(open, models, people, decided.fallback);
  const failed = new RowSet(people.rows, known.failed);
  const eligible = offers.map((offer) => eligibleFor(offer, round, known.scored));
  offers.forEach((offer, place) => {
    const rows = failed.without(eligible[place] ?? NOBODY);
    const one = prices[place];
    if (one !== undefined) failed.add(splitByPrice(offer, one, rows, round, decided.fallback).failed);
  });
  const all = prices.map((one, place): Option => {
    const floor = round.shadowPrices[place] ?? 0;
    return { place, prices: one, kind: one.kind, floor, rows: failed.without(eligible[place] ?? NOBODY) };
  });
  const options = chooseByPolicies(round, all);
  offerBest(round, options);
  return { options, failed: failed.rows() };
}

/** Those of the rows to whom the contact policy and the offer's condition leave it. */
function eligibleFor({ when, document }: CompiledOffer, { people, channels }: Round, rows: Uint32Array): Uint32Array {
  const open = channels?.open(document.channel, rows) ?? rows;
  return when === null ? open : when.select(factsAndScores(people), open);
}

/** Rows for which the models gave no figures, or do not know the offer. */
function splitByPrice(
  { moneyModels }: CompiledOffer,
  prices: OfferPrices,
  rows: Uint32Array,
  { people }: Round,
  reasons: Uint8Array,
): SplitRows {
  const split = splitByScores(rows, moneyModels, people, reasons);
  if (prices.conversion !== null) return split;
  put(reasons, split.scored, FALLBACKS.indexOf('SCORER_FAILED'));
  return { scored: NOBODY, failed: rows };
}

/**
 * The human rule picks as the human does: its offer is tested for profit only where fixed rates alone give the figures (see
 * `judge`, which says why).
 */
function goByHumanRule(round: Round, rows: Uint32Array): readonly Option[] {
  const { strategy, people, decided, prices } = round;
  const { baselineWhen, baselineOffer: offer } = strategy;
  const place = strategy.offers.indexOf(offer);
  put(decided.selector, rows, SELECTED_BY.indexOf('baseline'));
  if (baselineWhen !== null) stop(decided, rows, 'baseline', 'BASELINE_MISS');
  const open = uncapped(round, baselineWhen?.select(factsAndScores(people), rows) ?? rows, [offer]);
  const reasons = new Uint8Array(offer.whenModels.length + offer.moneyModels.length === 0 ? 0 : people.rows);
  const known = splitByScores(open, offer.whenModels, people, reasons);
  stopForFailure(decided, known.failed, 'offer', reasons);
  stop(decided, known.scored, 'offer', 'OFFER_INELIGIBLE');
  const eligible = eligibleFor(offer, round, known.scored);
  const one = prices[place];
  if (one === undefined) return [];
  const { scored, failed } = splitByPrice(offer, one, eligible, round, reasons);
  const floor = offer.moneyModels.length === 0 ? 0 : -Infinity;
  const options: Option[] = [
    { place, prices: one, kind: one.kind, floor, rows: scored },
    { place, prices: one, kind: KINDS.unpriced, floor, rows: failed },
  ];
  offerBest(round, options);
  return options;
}
