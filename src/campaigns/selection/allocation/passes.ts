import {
  assignBlock,
  type AssignPlan,
  type CountPlan,
  NOTHING,
  OPEN,
  Sums,
  Survey,
  wouldGet,
} from '#strata/engine/allocation';
import { type SpilledOptions } from '../blocks/spill.js';
import { armRows, type OpenRows, pick, placesWhere, type SettledRows } from './arm-block.js';
import { type ArmProblem } from './arm-problems.js';

/** What is added up over blocks, by arm. */
export interface ArmTotals<B> {
  add(block: SpilledOptions): void;
  /** One an arm. */
  toBytes(): readonly B[];
}

/** Surveys the people of each arm. */
export function surveyArms(arms: readonly ArmProblem[]): ArmTotals<Uint8Array> {
  const surveys = arms.map(({ place, problem }) => ({ place, survey: new Survey(problem) }));
  return {
    add(block) {
      for (const { place, survey } of surveys) survey.add(armRows(block, place, 'treated').options);
    },
    toBytes: () => surveys.map(({ survey }) => survey.toBytes()),
  };
}

/** Counts the people of each arm that has a plan; null for the others. */
export function countArms(
  arms: readonly ArmProblem[],
  plans: readonly (CountPlan | null)[],
): ArmTotals<Uint8Array | null> {
  const counted = arms.map(({ place }, index) => {
    const plan = plans[index];
    return { place, sums: plan == null ? null : new Sums(plan) };
  });
  return {
    add(block) {
      for (const { place, sums } of counted) sums?.add(armRows(block, place, 'treated').options);
    },
    toBytes: () => counted.map(({ sums }) => sums?.toBytes() ?? null),
  };
}

/** The people of each arm at its cut; their ids are not known yet. */
export function openRowsOf(
  block: SpilledOptions,
  arms: readonly ArmProblem[],
  plans: readonly AssignPlan[],
): readonly OpenRows[] {
  return arms.map(({ place }, index) => {
    const { rows, options } = armRows(block, place, 'treated');
    const plan = plans[index];
    const assigned = plan === undefined ? new Int16Array(rows.length) : assignBlock(plan, options);
    const open = placesWhere(assigned, (gets) => gets === OPEN);
    const own = open.map((at) => rows[at] ?? 0);
    return { rows: own, options: pick(options, open), ids: [] };
  });
}

/** What everybody in a block gets, or would get where they are held out: places of offers, −1 for nothing. */
export function offersOf(
  block: SpilledOptions,
  arms: readonly ArmProblem[],
  plans: readonly AssignPlan[],
  settled: readonly (SettledRows | undefined)[],
): Int16Array {
  const offers = new Int16Array(block.rows).fill(NOTHING);
  arms.forEach(({ place }, index) => {
    const plan = plans[index];
    if (plan === undefined) return;
    const treated = armRows(block, place, 'treated');
    put(offers, treated.rows, assignBlock(plan, treated.options));
    const heldOut = armRows(block, place, 'held out');
    put(offers, heldOut.rows, wouldGet(plan, heldOut.options));
    const cut = settled[index];
    if (cut !== undefined) put(offers, cut.rows, cut.offers);
  });
  return offers;
}

function put(offers: Int16Array, rows: Uint32Array, assigned: Int16Array): void {
  for (let i = 0; i < rows.length; i++) offers[rows[i] ?? 0] = assigned[i] ?? NOTHING;
}
