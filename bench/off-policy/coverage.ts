import { seededRandom } from '#sdk';
import { type Estimate } from '#strata/statistics';
import { policyValue } from '#strata/statistics/policies';
import { drawnArm, OFFER_CHANCES, OFFER_RATES, trueConversion, WISE_CHANCES } from './offer-log.js';

const ROWS = 2000;
/** Of a hundred intervals, at least so many hold the truth. */
const LEAST_HELD = 93;

/** Judges a policy from simulated logs, with a model of the rewards that is wrong; says how often each interval holds the truth. */
export function coverage(runs: number, seed: number): boolean {
  const truth = trueConversion('wise');
  const held = { ipw: 0, snipw: 0, dr: 0 };
  for (let run = 0; run < runs; run++) {
    const value = policyValue(simulated(seed * 100_003 + run), { uniform: uniformOf(run), replicates: 500 });
    if (value.status === 'refused') throw new Error(value.reason);
    for (const way of ['ipw', 'snipw', 'dr'] as const) held[way] += Number(holds(value[way], truth));
  }
  console.log(`${String(runs)} simulated logs of ${String(ROWS)} rows; intervals of 95 % that hold the truth, of 100:`);
  for (const [way, times] of Object.entries(held)) console.log(`  ${way} ${((100 * times) / runs).toFixed(1)}`);
  return Object.values(held).every((times) => (100 * times) / runs >= LEAST_HELD);
}

function simulated(seed: number): Parameters<typeof policyValue>[0] {
  const random = seededRandom(seed);
  const rows = Array.from({ length: ROWS }, () => {
    const kind = random.integer(2);
    const chances = OFFER_CHANCES[kind] ?? [];
    const arm = drawnArm(chances, random.uniform());
    const reward = Number(random.uniform() < (OFFER_RATES[kind]?.[arm] ?? 0));
    return { reward, propensity: chances[arm] ?? 0, agreement: WISE_CHANCES[kind]?.[arm] ?? 0 };
  });
  return {
    reward: rows.map(({ reward }) => reward),
    propensity: rows.map(({ propensity }) => propensity),
    agreement: rows.map(({ agreement }) => agreement),
    predicted: { logged: rows.map(() => 0.2), policy: rows.map(() => 0.2) },
  };
}

function uniformOf(seed: number): () => number {
  const random = seededRandom(seed);
  return () => random.uniform();
}

function holds(estimate: Estimate | null, truth: number): boolean {
  return estimate !== null && estimate.lower <= truth && truth <= estimate.upper;
}
