import { Inject, Injectable } from '@nestjs/common';
import {
  type ArmPolicy,
  armsOf,
  currencyOf,
  policyOf,
  switchedOffOf,
  type SwitchedOff,
  timeZoneOf,
} from '#strata/engine';
import { knownStrategy } from '#strata/engine/plan';
import { contextOf, explored } from '#strata/engine/policies';
import { fixedWords, moneyWords, momentWords } from '#strata/kernel';
import { type TreatmentTotals, treatmentTotals } from '#strata/ledger/exposures';
import { StrategySwitches } from '#strata/ledger/switches';
import { DATABASE, type Database } from '#strata/platform/database';
import { CurrentRelease } from '#strata/rulebook/releases';
import { type Estimate, normalEstimate, shareInterval } from '#strata/statistics';
import { policyArm } from './policy-arm.js';
import { PolicyDesk } from './policy-desk.js';
import { findStanding, type PolicyStanding } from './policy-table.js';

/** What the policies of a strategy's arms learned. */
export interface PolicyRecord {
  readonly strategy: string;
  readonly currency: string | null;
  readonly at: number;
  readonly arms: readonly ArmRecord[];
}

/** What the policy of one arm learned. Moments in milliseconds since 1970, UTC. */
export interface ArmRecord {
  readonly arm: string;
  readonly policy: ArmPolicy;
  /** Null where it has learned nothing yet. */
  readonly learned: PolicyStanding | null;
  /** Who switched policies off; null where they choose. */
  readonly switchedOff: SwitchedOff | null;
  /** Offers whose windows are open. */
  readonly waiting: number;
  readonly nextEnd: number | null;
  readonly offers: readonly OfferRecord[];
  /** What it comes to, in sentences. */
  readonly words: readonly string[];
}

/** What one offer brought in an arm, and how often it is made now. */
interface OfferRecord {
  readonly offer: string;
  readonly title: string;
  readonly offered: number;
  /** Those whose windows are over. */
  readonly rewards: number;
  readonly conversions: number;
  /** Of its rewards, in their unit; null before the first. */
  readonly mean: Estimate | null;
  /** P(offer) of somebody of whom nothing is known who may get all of them; null where the policy gave no answer. */
  readonly probability: number | null;
}

const LEVEL = 0.95;

/** Tells what policies learned. */
@Injectable()
export class PolicyRecords {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(StrategySwitches) private readonly switches: StrategySwitches,
    @Inject(PolicyDesk) private readonly policies: PolicyDesk,
  ) {}

  /** @param now milliseconds since 1970, UTC @throws StrataError UNKNOWN_STRATEGY */
  async read(strategy: string, now: number): Promise<PolicyRecord> {
    const release = this.releases.get();
    const { document } = knownStrategy(release, strategy);
    const zone = timeZoneOf(release.documents);
    const arms: ArmRecord[] = [];
    for (const { id, ...arm } of armsOf(document.experiment)) {
      const policy = policyOf(arm);
      if (policy !== null)
        arms.push(await this.#readArm({ strategy, arm: id, policy, offers: document.offers, zone }, now));
    }
    return { strategy, currency: currencyOf(release.documents) ?? null, at: now, arms };
  }

  async #readArm(asked: AskedArm, now: number): Promise<ArmRecord> {
    const { strategy, arm, policy, offers, zone } = asked;
    const [learned, totals] = await this.database.run(async (manager) => [
      await findStanding(manager, policyArm(strategy, arm, policy)),
      await treatmentTotals(manager, { strategy, arm, now }),
    ]);
    const probabilities = await this.#probabilities(asked);
    const switchedOff = switchedOffOf({ switchedOff: this.switches.among([strategy]) ?? {} }, strategy, 'fixedArms');
    const waiting = totals.reduce((sum, { offered, settled }) => sum + offered - settled, 0);
    const ends = totals.flatMap(({ nextEnd }) => nextEnd ?? []);
    const record = {
      arm,
      policy,
      learned,
      switchedOff,
      waiting,
      nextEnd: ends.length === 0 ? null : Math.min(...ends),
      offers: offers.map(({ id, title }, place) => ({
        offer: id,
        title,
        ...offerRecord(policy, totals.find(({ offer }) => offer === id) ?? NOTHING),
        probability: probabilities?.[place] ?? null,
      })),
    };
    return { ...record, words: wordsOf(record, zone) };
  }

  async #probabilities({ strategy, arm, policy, offers }: AskedArm): Promise<readonly number[] | null> {
    const ids = offers.map(({ id }) => id);
    if (ids.length < 2) return ids.map(() => 1);
    const answer = await this.policies.ask({ strategy, arm, policy, offers: ids, context: contextOf(policy, {}) });
    if (answer.status === 'failed') return null;
    return explored(
      ids.map((id) => answer.probabilities[id] ?? 0),
      policy,
    );
  }
}

interface AskedArm {
  readonly strategy: string;
  readonly arm: string;
  readonly policy: ArmPolicy;
  readonly offers: readonly { readonly id: string; readonly title: string }[];
  /** The shop's IANA time zone. */
  readonly zone: string;
}

const NOTHING = { offered: 0, settled: 0, conversions: 0, profit: 0, profitSquares: 0 };

function offerRecord(
  { reward }: ArmPolicy,
  totals: Omit<TreatmentTotals, 'offer' | 'nextEnd'>,
): Pick<OfferRecord, 'offered' | 'rewards' | 'conversions' | 'mean'> {
  const { offered, settled, conversions } = totals;
  const told = { offered, rewards: settled, conversions };
  if (settled === 0) return { ...told, mean: null };
  return { ...told, mean: reward === 'profit' ? meanProfit(totals) : shareInterval(conversions, settled, LEVEL) };
}

function meanProfit({ settled, profit, profitSquares }: typeof NOTHING): Estimate {
  const mean = profit / settled;
  const variance = Math.max(0, profitSquares / settled - mean * mean);
  return normalEstimate(mean, Math.sqrt(variance / Math.max(1, settled - 1)), LEVEL);
}

function wordsOf(record: Omit<ArmRecord, 'words'>, zone: string): readonly string[] {
  const { policy, learned, switchedOff, waiting, nextEnd, offers } = record;
  const [first, second] = offers.toSorted((a, b) => (b.probability ?? 0) - (a.probability ?? 0));
  const words = [
    learned === null
      ? 'It has learned nothing yet.'
      : `It has learned from ${count(learned.rewards, 'offer')}, ${count(learned.version, 'time')}, last on ${momentWords(learned.at, zone)}.`,
  ];
  if (first?.probability === null) words.push('It gives no answer now: the most profitable offer is made.');
  else if (first !== undefined && second !== undefined) words.push(favourite(policy, first, second));
  if (waiting > 0 && nextEnd !== null) {
    const verb = waiting === 1 ? 'waits' : 'wait';
    words.push(`${count(waiting, 'offer')} ${verb} for the end of their windows, the next on ${momentWords(nextEnd, zone)}.`); // prettier-ignore
  }
  if (switchedOff !== null) {
    const since = momentWords(switchedOff.since, zone);
    words.push(`It does not choose: switched off by ${switchedOff.by} since ${since}: ${switchedOff.reason}`);
  }
  return words;
}

function favourite({ reward }: ArmPolicy, first: OfferRecord, second: OfferRecord): string {
  const often = ({ offer, probability }: OfferRecord) =>
    `${offer} in ${fixedWords(100 * (probability ?? 0), 0)} of 100`;
  const known = first.mean;
  const brought =
    known === null
      ? 'nothing is known of what that brings'
      : reward === 'profit'
        ? `it brought ${moneyWords(known.value)} each [${moneyWords(known.lower)}, ${moneyWords(known.upper)}]`
        : `it converted ${percent(known.value)} % [${percent(known.lower)}, ${percent(known.upper)}]`;
  return `It makes ${often(first)} now (${brought}), then ${often(second)}.`;
}

function percent(share: number): string {
  return fixedWords(100 * share, 2);
}

function count(number: number, what: string): string {
  return `${fixedWords(number, 0)} ${what}${number === 1 ? '' : 's'}`;
}
