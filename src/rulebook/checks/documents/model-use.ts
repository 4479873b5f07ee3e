import { asksModel, type FixedRate, type ModelDocument, type ModelReference } from '#strata/engine';
import { type Known, type Report } from '../context/report.js';

/** What a strategy wants of a model, and the tasks that give it. */
const TASKS_FOR = {
  /** A probability of the goal. */
  probability: ['binary', 'uplift'],
  /** A number to order people by. */
  order: ['binary', 'regression', 'uplift'],
  /** A number to compare. */
  score: ['binary', 'regression', 'uplift'],
} as const satisfies Record<string, readonly ModelDocument['task'][]>;

/** Checks that a strategy can use a model: it exists, gives what is wanted, and reads facts of the catalogue only. */
export function checkModelUse(
  id: string,
  pointer: string,
  wanted: keyof typeof TASKS_FOR,
  known: Known,
  report: Report,
): void {
  if (!known.models.has(id)) {
    report.unknown(pointer, 'model', id, known.models.keys());
    return;
  }
  const model = known.models.get(id);
  if (model === undefined) return;
  const tasks: readonly string[] = TASKS_FOR[wanted];
  if (!tasks.includes(model.task)) {
    report.problem(
      pointer,
      `The model "${id}" is for ${model.task}: it gives no ${wanted}`,
      `a model for ${tasks.join(' or ')}`,
    );
  }
  if (!('column' in model.label) || known.facts === undefined) return;
  const { facts } = known;
  const foreign = model.features.filter((feature) => !Object.hasOwn(facts, feature));
  if (foreign.length === 0) return;
  const message = `The model "${id}" is trained from a file on ${foreign.join(', ')}, which the catalogue does not know`;
  report.problem(pointer, message, 'a model whose features are all facts of the catalogue');
}

/** An uplift model gives P(goal | none) as well. */
export function givesNatural(source: ModelReference | FixedRate, { models }: Known): boolean {
  return asksModel(source) && models.get(source.model)?.task === 'uplift';
}
