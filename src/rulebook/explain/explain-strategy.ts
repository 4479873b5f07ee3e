import {
  asksModel,
  armsOf,
  currencyOf,
  type Experiment,
  type FixedRate,
  type ModelReference,
  type Offer,
  type Strategy,
} from '#strata/engine';
import { type Section } from './explained-document.js';
import { type Telling } from './telling.js';
import { itemWords, personWords, rankWords } from './words.js';

/** A whole strategy: who, when, what offer, money, limits, experiment. */
export function explainStrategy(strategy: Strategy, telling: Telling): readonly Section[] {
  const { trigger, predictive, offers, guardrails = [] } = strategy;
  const { headings, strategies } = telling.phrases;
  const currency = currencyOf(telling.documents);
  return [
    { title: headings.who, sentences: who(strategy, telling) },
    {
      title: headings.when,
      sentences: trigger === undefined ? [] : [strategies.only(personWords(trigger, telling))],
    },
    { title: headings.model, sentences: predictive === undefined ? [] : modelWords(predictive, telling) },
    { title: headings.humanRule, sentences: baselineWords(strategy, telling) },
    { title: headings.offers(offers.length), sentences: offers.map((offer) => offerWords(offer, telling)) },
    { title: headings.money, sentences: moneyWords(strategy, telling) },
    { title: headings.limits, sentences: limitWords(strategy, telling) },
    { title: headings.experiment, sentences: experimentWords(strategy, telling) },
    {
      title: headings.guardrails,
      sentences: guardrails.map((guardrail) => strategies.guardrail(guardrail, currency)),
    },
  ].filter(({ sentences }) => sentences.length > 0);
}

function who({ segment, consent, active, sensitiveFacts = {} }: Strategy, telling: Telling): readonly string[] {
  const { figures, strategies } = telling.phrases;
  const { from, to } = active ?? {};
  return [
    figures.sentence(personWords(segment, telling)),
    consent === undefined ? strategies.noConsent : strategies.consent(consent),
    ...(from === undefined ? [] : [strategies.begins(from)]),
    ...(to === undefined ? [] : [strategies.ends(to)]),
    ...Object.entries(sensitiveFacts).map(([fact, reason]) => strategies.sensitive(fact, reason)),
  ];
}

function modelWords(
  { when, rankBy, onFailure }: NonNullable<Strategy['predictive']>,
  telling: Telling,
): readonly string[] {
  const { strategies } = telling.phrases;
  return [
    ...(when === undefined ? [] : [strategies.only(personWords(when, telling))]),
    ...(rankBy === undefined ? [] : [strategies.firstWithoutObjective(rankWords(rankBy, telling))]),
    strategies.onFailure(onFailure),
  ];
}

function baselineWords({ baseline, offers }: Strategy, telling: Telling): readonly string[] {
  const { figures, strategies } = telling.phrases;
  const { title, when, rankBy, offer } = baseline;
  return [
    figures.sentence(title),
    ...(when === undefined ? [] : [strategies.only(personWords(when, telling))]),
    ...(rankBy === undefined ? [] : [strategies.first(rankWords(rankBy, telling))]),
    strategies.offers(offers.find(({ id }) => id === offer)?.title ?? offer),
  ];
}

function offerWords(offer: Offer, telling: Telling): string {
  const { title, faceValue, minimumSpend, redemptionRate, contactCost, stock, response, channel, when } = offer;
  const person = when === undefined ? null : personWords(when, telling);
  const own = telling.phrases.strategies.offer({
    title,
    person,
    faceValue,
    minimumSpend,
    redemptionRate,
    contactCost,
    channel,
    stock,
    chance: chance(response, telling),
    currency: currencyOf(telling.documents),
  });
  return own + contentWords(offer, telling);
}

function contentWords({ content }: Offer, telling: Telling): string {
  const recommend = content?.recommend;
  if (recommend === undefined) return '';
  const { model, items, where, perCategory, diversity = 0, bought } = recommend;
  return telling.phrases.strategies.content({
    model,
    items,
    where: where === undefined ? null : itemWords(where, telling),
    perCategory,
    diversity,
    again: bought === true,
  });
}

function chance(source: ModelReference | FixedRate, { phrases: { strategies } }: Telling): string {
  return asksModel(source) ? strategies.chanceOfModel(source.model) : strategies.chanceOf(source.rate);
}

function moneyWords({ goal, weight, baseline, offers }: Strategy, telling: Telling): readonly string[] {
  const { phrases, documents } = telling;
  const { figures, strategies } = phrases;
  const { orderValue } = goal;
  const value =
    typeof orderValue === 'number'
      ? figures.amount(orderValue, currencyOf(documents))
      : (documents.facts[orderValue.fact]?.words ?? orderValue.fact);
  const offer = offers.find(({ id }) => id === baseline.offer);
  return [
    strategies.goal(goal.event, goal.within, goal.margin, value),
    goal.natural === undefined ? strategies.gross : strategies.natural(chance(goal.natural, telling)),
    strategies.profitable,
    ...(isPricedByModels(goal, offer) ? [strategies.humanRuleWins] : []),
    ...(weight === undefined ? [] : [strategies.weight(weight)]),
  ];
}

function isPricedByModels({ natural }: Strategy['goal'], offer: Offer | undefined): boolean {
  return [offer?.response, natural].some((source) => asksModel(source));
}

function limitWords({ limits }: Strategy, { phrases: { strategies }, documents }: Telling): readonly string[] {
  const { audience, budget, perUser, minimumRoi, shadowPrices } = limits ?? {};
  return [
    ...(perUser === undefined ? [] : [strategies.perUser(perUser.contacts, perUser.within)]),
    ...(budget === undefined ? [] : [strategies.budget(budget, currencyOf(documents))]),
    ...(audience === undefined ? [] : [strategies.audience(audience)]),
    ...(minimumRoi === undefined ? [] : [strategies.roi(minimumRoi)]),
    ...(shadowPrices === undefined ? [] : [strategies.prices(shadowPrices.maxAge)]),
  ];
}

function experimentWords({ experiment }: Strategy, telling: Telling): readonly string[] {
  const { strategies } = telling.phrases;
  const { arms, holdout, seed, phase = 1, plan } = experiment ?? {};
  return [
    ...(arms === undefined ? [] : [armsWords(experiment, telling), ...partWords(experiment, telling)]),
    ...(phase === 1 ? [] : [strategies.phase(phase)]),
    ...(plan === undefined ? [] : [strategies.plan({ days: undefined, noWorseThan: undefined, ...plan })]),
    ...(holdout === undefined ? [] : [strategies.holdout(holdout)]),
    ...(seed === undefined ? [] : [strategies.seed(seed)]),
  ];
}

/** "The model decides for 50 % of the people, the human rule for 50 %."; arms of names of their own are told by them. */
function armsWords(experiment: Experiment | undefined, { phrases: { strategies } }: Telling): string {
  const arms = armsOf(experiment).map(({ id, share, by }) => {
    const named = id === by ? null : id;
    if (typeof by === 'string') return { id: named, share, by };
    const { policy, reward = 'conversion', explore = 0.01 } = by;
    return { id: named, share, by: { policy, reward, explore } };
  });
  return strategies.arms(arms);
}

/** Who takes no part, and what becomes of them. */
function partWords(
  { coverage = 1, namespace, otherwise = 'none' }: Partial<Experiment> = {},
  { phrases: { strategies } }: Telling,
): readonly string[] {
  if (coverage === 1 && namespace === undefined) return [];
  return [strategies.part(coverage === 1 ? null : coverage, namespace ?? null, otherwise)];
}
