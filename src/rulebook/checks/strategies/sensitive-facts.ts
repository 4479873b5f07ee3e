import { type FactCatalogue, type RankBy, type Strategy } from '#strata/engine';
import { type PlacedCondition } from './strategy-conditions.js';
import { type Known, type Report } from '../report.js';
import { factsOf, leavesOf } from '../walk.js';

interface Use {
  readonly fact: string;
  readonly pointer: string;
  /** The model that reads the fact. */
  readonly model?: string;
}

/** A sensitive fact may be used, also by a segment, a ratio or a model, only where the strategy says why. */
export function checkSensitiveFacts(
  strategy: Strategy,
  conditions: readonly PlacedCondition[],
  known: Known,
  report: Report,
): void {
  const { facts } = known;
  if (facts === undefined) return;
  const reasons = strategy.sensitiveFacts ?? {};
  const used = new Map<string, Use>();
  for (const use of usesOf(strategy, conditions, known)) {
    for (const fact of withParts(use.fact, facts)) if (!used.has(fact)) used.set(fact, { ...use, fact });
  }
  for (const { fact, pointer, model } of used.values()) {
    if (facts[fact]?.sensitive !== true || Object.hasOwn(reasons, fact)) continue;
    const message =
      model === undefined
        ? `The fact "${fact}" is sensitive`
        : `The model "${model}" reads "${fact}", which is sensitive`;
    report.problem(pointer, message, `the reason: "sensitiveFacts": {"${fact}": "why"}`);
  }
  for (const fact of Object.keys(reasons)) {
    const pointer = `/sensitiveFacts/${fact}`;
    if (!Object.hasOwn(facts, fact)) report.unknown(pointer, 'fact', fact, Object.keys(facts));
    else if (facts[fact]?.sensitive !== true) report.warning(pointer, `The fact "${fact}" is not sensitive`);
    else if (!used.has(fact)) report.warning(pointer, `The strategy does not use "${fact}"`);
  }
}

function usesOf(strategy: Strategy, conditions: readonly PlacedCondition[], known: Known): Use[] {
  const { goal, predictive, baseline, offers } = strategy;
  const leaves = conditions.flatMap(({ condition, pointer }) => leavesOf(condition, pointer, known.segmentsById));
  return [
    ...leaves.flatMap(({ leaf, pointer }) => factsOf(leaf).map((fact) => ({ fact, pointer }))),
    ...(typeof goal.orderValue === 'number' ? [] : [{ fact: goal.orderValue.fact, pointer: '/goal/orderValue' }]),
    ...rankingUse(predictive?.rankBy, '/predictive/rankBy'),
    ...rankingUse(baseline.rankBy, '/baseline/rankBy'),
    ...leaves.flatMap(({ leaf, pointer }) => modelUses(leaf.params?.['model'], pointer, known)),
    ...modelUses(goal.natural, '/goal/natural', known),
    ...offers.flatMap(({ response }, index) => modelUses(response, `/offers/${index}/response`, known)),
    ...modelUses(predictive?.rankBy, '/predictive/rankBy', known),
    ...modelUses(baseline.rankBy, '/baseline/rankBy', known),
  ];
}

function rankingUse(rankBy: RankBy | undefined, pointer: string): Use[] {
  return rankBy !== undefined && 'fact' in rankBy ? [{ fact: rankBy.fact, pointer }] : [];
}

function modelUses(reference: unknown, pointer: string, { models }: Known): Use[] {
  const id = typeof reference === 'object' && reference !== null && 'model' in reference ? reference.model : reference;
  const model = typeof id === 'string' ? models.get(id) : undefined;
  return (model?.features ?? []).map((fact) => ({ fact, pointer, model: String(id) }));
}

/** A fact and, of a ratio, the facts that it is made of. */
function withParts(fact: string, facts: FactCatalogue, seen: readonly string[] = []): readonly string[] {
  const from = Object.hasOwn(facts, fact) ? facts[fact]?.from : undefined;
  if (seen.includes(fact) || from === undefined) return [];
  if (!('ratio' in from)) return [fact];
  return [fact, ...from.ratio.flatMap((part) => withParts(part, facts, [...seen, fact]))];
}
