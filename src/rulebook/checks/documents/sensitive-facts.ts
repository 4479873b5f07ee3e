import { conditionLeaves, leafFacts, readsOf, type Strategy } from '#strata/engine';
import { withParts } from '#strata/engine/facts';
import { type Known, type Report } from '../context/report.js';

interface Use {
  readonly fact: string;
  readonly pointer: string;
  /** The model that reads the fact. */
  readonly model?: string;
}

/** A sensitive fact may be used, also by a segment, a model, or a fact that is told by it, only where the strategy says why. */
export function checkSensitiveFacts(strategy: Strategy, known: Known, report: Report): void {
  const { facts } = known;
  if (facts === undefined) return;
  const reasons = strategy.sensitiveFacts ?? {};
  const used = new Map<string, Use>();
  for (const use of usesOf(strategy, known)) {
    for (const fact of withParts([use.fact], facts)) if (!used.has(fact)) used.set(fact, { ...use, fact });
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

function usesOf(strategy: Strategy, { models, segmentsById }: Known): Use[] {
  const reads = readsOf(strategy);
  const leaves = reads.conditions.flatMap(({ condition, pointer }) =>
    conditionLeaves(condition, pointer, segmentsById),
  );
  const scored = leaves.map(({ leaf, pointer }) => ({ name: String(leaf.params?.['model']), pointer }));
  return [
    ...leaves.flatMap(({ leaf, pointer }) => leafFacts(leaf).map((fact) => ({ fact, pointer }))),
    ...reads.facts.map(({ name, pointer }) => ({ fact: name, pointer })),
    ...[...scored, ...reads.models].flatMap(({ name, pointer }) =>
      (models.get(name)?.features ?? []).map((fact) => ({ fact, pointer, model: name })),
    ),
  ];
}
