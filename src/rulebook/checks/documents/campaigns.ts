import { type Campaign, conditionLeaves, leafFacts, type Quota, readsOf, type Strategy } from '#strata/engine';
import { withParts } from '#strata/engine/facts';
import { durationMilliseconds, numberWords, percentWords } from '#strata/kernel';
import { givesNatural } from './models.js';
import { type Known, type Report } from '../context/report.js';

/** Checks a campaign against its strategy, the segments and the catalogue. */
export function checkCampaign(campaign: Campaign, known: Known, report: Report): void {
  checkMapping(campaign, known, report);
  checkQuotas(campaign, known, report);
  const { strategy: id } = campaign;
  if (!known.strategies.has(id)) report.unknown('/strategy', 'strategy', id, known.strategies.keys());
  const strategy = known.strategies.get(id);
  if (strategy === undefined) return;
  checkConsent(campaign, strategy, report);
  checkObjective(campaign, strategy, known, report);
  checkLimits(campaign, strategy, report);
  checkQuotaSizes(campaign, strategy, report);
  checkSensitiveQuotas(campaign, strategy, known, report);
  checkRolling(campaign, strategy, report);
  checkMatch(campaign, strategy, known, report);
}

/** No address goes to an ad platform, hashed or not, without consent, and none lies in the files of a run. */
function checkMatch(campaign: Campaign, strategy: Strategy, known: Known, report: Report): void {
  const { out } = campaign;
  if (out === undefined || !('customerMatch' in out)) return;
  const pointer = '/out/customerMatch';
  if (strategy.consent === undefined) {
    const message = `The strategy "${strategy.id}" asks for no consent: addresses are handed to an ad platform only with it`;
    report.problem(pointer, message, '"consent" in the strategy, such as "advertising"');
  }
  const { email = 'email', phone = 'phone' } = out.customerMatch;
  for (const fact of readByRun(campaign, strategy, known)) {
    const from = known.facts?.[fact]?.from;
    if (from === undefined || !('profile' in from) || ![email, phone].includes(from.profile)) continue;
    const message = `"${fact}" is an address: files of the run would hold it, for the strategy "${strategy.id}" reads it`;
    report.problem(pointer, message, `a fact of the kind firstOf that says whether "${fact}" exists`);
  }
}

/** The facts that a run writes down of everybody. */
function readByRun({ quotas = [] }: Campaign, strategy: Strategy, known: Known): readonly string[] {
  const { conditions, facts, models } = readsOf(strategy);
  const ofConditions = conditions.flatMap(({ condition }) =>
    conditionLeaves(condition, '', known.segmentsById).flatMap(({ leaf }) => leafFacts(leaf)),
  );
  const features = models.flatMap(({ name }) => known.models.get(name)?.features ?? []);
  const ofQuotas = quotas.flatMap((quota) => factsOf(quota, known));
  return [...new Set([...ofConditions, ...facts.map(({ name }) => name), ...features, ...ofQuotas])].sort();
}

function checkMapping({ audience }: Campaign, { facts }: Known, report: Report): void {
  if (!('files' in audience) || facts === undefined) return;
  for (const fact of Object.keys(audience.facts ?? {})) {
    if (!Object.hasOwn(facts, fact)) report.unknown(`/audience/facts/${fact}`, 'fact', fact, Object.keys(facts));
  }
}

function checkConsent({ audience }: Campaign, { consent }: Strategy, report: Report): void {
  if (!('files' in audience)) return;
  for (const purpose of Object.keys(audience.consent ?? {})) {
    if (purpose === consent) continue;
    const asked = consent === undefined ? 'for none' : `for "${consent}"`;
    const pointer = `/audience/consent/${purpose}`;
    report.warning(pointer, `The strategy does not ask for consent to "${purpose}" but ${asked}`);
  }
}

function checkObjective({ objective }: Campaign, strategy: Strategy, known: Known, report: Report): void {
  const { goal, offers } = strategy;
  if (objective !== 'incrementalConversions' || goal.natural !== undefined) return;
  if (offers.every(({ response }) => givesNatural(response, known))) return;
  const message = `Without a natural model "${strategy.id}" does not know what people would do without an offer`;
  report.problem('/objective', message, 'profit or conversions, or "natural" in the goal of the strategy');
}

function checkLimits({ limits = {} }: Campaign, strategy: Strategy, report: Report): void {
  const { audience, budget, minimumRoi } = strategy.limits ?? {};
  const wider = (pointer: string, own: string, its: string, expected: string) => {
    report.problem(pointer, `${own} is wider than the ${its} of the strategy "${strategy.id}"`, expected);
  };
  if (limits.audience !== undefined && audience !== undefined && limits.audience > audience) {
    const most = numberWords(audience);
    wider('/limits/audience', numberWords(limits.audience), most, `at most ${most}`);
  }
  if (limits.budget !== undefined && budget !== undefined && limits.budget > budget) {
    const most = numberWords(budget);
    wider('/limits/budget', numberWords(limits.budget), most, `at most ${most}`);
  }
  if (limits.minimumRoi !== undefined && minimumRoi !== undefined && limits.minimumRoi < minimumRoi) {
    const least = percentWords(minimumRoi);
    wider('/limits/minimumRoi', percentWords(limits.minimumRoi), least, `at least ${String(minimumRoi)} (${least})`);
  }
}

function checkQuotas({ quotas = [] }: Campaign, known: Known, report: Report): void {
  const segments = quotas.map(({ segment }) => segment);
  quotas.forEach(({ segment, minimum, maximum }, index) => {
    const pointer = `/quotas/${index}`;
    if (!known.segmentsById.has(segment)) {
      report.unknown(`${pointer}/segment`, 'segment', segment, known.segmentsById.keys());
    }
    if (segments.indexOf(segment) < index) {
      report.problem(`${pointer}/segment`, `The segment "${segment}" stands here twice`, 'each segment once');
    }
    if (minimum === undefined && maximum === undefined) {
      report.problem(pointer, 'The quota says nothing', 'minimum, maximum or both');
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      report.problem(`${pointer}/minimum`, 'The minimum is above the maximum', `at most ${numberWords(maximum)}`);
    }
  });
}

function checkQuotaSizes({ quotas = [], limits }: Campaign, strategy: Strategy, report: Report): void {
  const most = limits?.audience ?? strategy.limits?.audience;
  if (most === undefined) return;
  quotas.forEach(({ minimum = 0 }, index) => {
    if (minimum <= most) return;
    const message = `The campaign reaches at most ${numberWords(most)} people, fewer than this minimum`;
    report.problem(`/quotas/${index}/minimum`, message, `at most ${numberWords(most)}`);
  });
}

/** Who gets an offer may depend on a sensitive fact only where the strategy says why. */
function checkSensitiveQuotas({ quotas = [] }: Campaign, strategy: Strategy, known: Known, report: Report): void {
  const { facts } = known;
  if (facts === undefined) return;
  const reasons = strategy.sensitiveFacts ?? {};
  quotas.forEach((quota, index) => {
    const used = withParts(factsOf(quota, known), facts);
    const unexplained = [...used].filter((fact) => facts[fact]?.sensitive === true && !Object.hasOwn(reasons, fact));
    for (const fact of unexplained) {
      const message = `The segment "${quota.segment}" reads "${fact}", which is sensitive`;
      const expected = `the reason in the strategy "${strategy.id}": "sensitiveFacts": {"${fact}": "why"}`;
      report.problem(`/quotas/${index}/segment`, message, expected);
    }
  });
}

function factsOf({ segment }: Quota, { segmentsById }: Known): readonly string[] {
  return conditionLeaves(segment, '', segmentsById).flatMap(({ leaf }) => leafFacts(leaf));
}

const MINUTE = 60_000;

/** People come into a rolling campaign by their new events. */
function checkRolling({ schedule, audience, ...rest }: Campaign, { id, trigger }: Strategy, report: Report): void {
  if (schedule === undefined || !('every' in schedule)) return;
  const pointer = '/schedule/every';
  if (trigger === undefined) {
    const message = `The strategy "${id}" has no trigger: no event makes anybody's moment`;
    report.problem(pointer, message, '"cron", or a strategy with a trigger');
  }
  if (!('stored' in audience) || audience.among !== undefined) {
    report.problem('/audience', 'Files get no new events', '{"stored": true}, or "cron" in the schedule');
  }
  const whole = (['objective', 'limits', 'quotas'] as const).filter((key) => rest[key] !== undefined);
  for (const key of whole) {
    const message = `A rolling campaign decides about each person by itself: it has no ${key} of its own`;
    report.problem(`/${key}`, message, 'the limits of the strategy, or "cron" in the schedule');
  }
  if (rest.out !== undefined && !('webhook' in rest.out)) {
    report.problem('/out', 'The list of a rolling campaign is fetched, or pushed', 'a webhook, or nothing');
  }
  if ((durationMilliseconds(schedule.every) ?? 0) < MINUTE) {
    report.problem(pointer, `${schedule.every} is shorter than a minute`, 'at least PT1M');
  }
}
