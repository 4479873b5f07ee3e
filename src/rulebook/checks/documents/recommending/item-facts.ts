import { type Condition, itemConditionFacts, type ItemFactCatalogue } from '#strata/engine';
import { lintCondition, validateCondition } from '#strata/engine/conditions';
import { type Known, type Report } from '../../context/report.js';

/** Checks the declaration of item facts: what it names, and who may be recommended. */
export function checkItemFacts(itemFacts: ItemFactCatalogue, known: Pick<Known, 'timeZone'>, report: Report): void {
  const { facts, title, category, available } = itemFacts;
  for (const [key, name] of Object.entries({ title, category })) {
    if (name === undefined) continue;
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (fact === undefined) report.unknown(`/${key}`, 'item fact', name, Object.keys(facts));
    else if (fact.type !== 'string') report.problem(`/${key}`, `The item fact "${name}" is a ${fact.type}`, 'a string');
  }
  if (available !== undefined)
    checkItemCondition(available, { pointer: '/available', itemFacts, timeZone: known.timeZone }, report);
}

/** Where a condition over items stands, and what it may read. */
interface ItemConditionPlace {
  readonly pointer: string;
  readonly itemFacts: ItemFactCatalogue;
  readonly timeZone: string;
}

/** Checks a condition over the facts of items. */
export function checkItemCondition(
  condition: Condition,
  { pointer, itemFacts, timeZone }: ItemConditionPlace,
  report: Report,
): void {
  const options = { pointer, timeZone, facts: itemConditionFacts(itemFacts), allow: [], segments: [] };
  const problems = validateCondition(condition, options);
  for (const { pointer: at = pointer, message, expected, nearest } of problems) {
    report.problem(at, message, expected, nearest);
  }
  if (problems.length > 0) return;
  for (const { pointer: at = pointer, message, expected } of lintCondition(condition, options)) {
    report.warning(at, message, expected);
  }
}
