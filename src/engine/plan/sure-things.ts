import { asksModel, type Condition, type ConditionOrSegment, type LeafCondition, type Strategy } from '../index.js';

/** Conditions that hold together. */
type Conjunction = readonly Condition[];

/**
 * A condition that holds for whom the predictive one does not because the model of natural conversion stands in the way:
 * one of the leaves that made it miss asks for that model's score. Null where none does.
 */
export function sureThings({ predictive, goal }: Strategy): Condition | null {
  const { natural } = goal;
  if (predictive?.when === undefined || !asksModel(natural)) return null;
  const asksForIt = ({ fact, params }: LeafCondition): boolean =>
    fact === 'score' && params?.['model'] === natural.model;
  const ways = waysTo(predictive.when, false, asksForIt);
  return ways.length === 0 ? null : { any: ways.map((all) => ({ all })) };
}

/**
 * In what ways a condition may come to a result through a leaf that is meant: as the parts that explain the result do,
 * those that come to what their group comes to. Segments hold no scores.
 */
function waysTo(
  node: ConditionOrSegment,
  result: boolean,
  isMeant: (leaf: LeafCondition) => boolean,
): readonly Conjunction[] {
  if (typeof node === 'string' || 'condition' in node) return [];
  if ('fact' in node) return isMeant(node) ? [[]] : [];
  if ('not' in node) return waysTo(node.not, !result, isMeant);
  const children = 'all' in node ? node.all : node.any;
  return children.flatMap((child) => {
    const came = result ? child : { not: child };
    return waysTo(child, result, isMeant).map((way): Conjunction => [came, ...way]);
  });
}
