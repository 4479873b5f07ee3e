import { type FactCatalogue } from '../../index.js';
import { comparisonOf } from './comparison.js';
import { joined } from './phrases.js';
import { predicateOf } from './predicates.js';
import { type ConditionNode, type GroupNode } from '../language/tree.js';

/**
 * A condition as a marketer would say it of a person: "has not ordered for at least 180 days and lives in Shanghai or
 * Hangzhou". Groups inside groups stand in parentheses; a negation is said where it belongs (De Morgan), never of a
 * whole group. A segment inside the condition is called by its title, one that is the whole condition is spelt out.
 */
export function conditionWords(root: ConditionNode, catalogue: FactCatalogue = {}): string {
  const node = root.kind === 'segment' ? root.child : root;
  return clause(node, 'holds', catalogue).text;
}

type Polarity = 'holds' | 'fails';
type Connective = 'and' | 'or';
interface Clause {
  readonly text: string;
  /** What joins its parts, null where it has only one. */
  readonly connective: Connective | null;
  readonly parts: readonly string[];
}

function clause(node: ConditionNode, polarity: Polarity, catalogue: FactCatalogue): Clause {
  switch (node.kind) {
    case 'leaf':
      return single(predicateOf(comparisonOf(node.leaf, catalogue), catalogue)[polarity]);
    case 'segment':
      return single(`${polarity === 'holds' ? 'belongs' : 'does not belong'} to "${node.segment.title}"`);
    case 'not':
      return clause(node.child, polarity === 'holds' ? 'fails' : 'holds', catalogue);
    default:
      return group(node, polarity, catalogue);
  }
}

function group(node: GroupNode, polarity: Polarity, catalogue: FactCatalogue): Clause {
  if (node.children.length === 0) return single(polarity === 'holds' ? 'is anybody' : 'is nobody');
  const connective: Connective = (node.kind === 'all') === (polarity === 'holds') ? 'and' : 'or';
  const clauses = node.children.map((child) => clause(child, polarity, catalogue));
  const [only] = clauses;
  if (clauses.length === 1 && only !== undefined) return only;
  const parts = clauses.flatMap((each) => {
    if (each.connective === null || each.connective === connective) return each.parts;
    return [`(${each.text})`];
  });
  return { text: joined(parts, connective), connective, parts };
}

function single(text: string): Clause {
  return { text, connective: null, parts: [text] };
}
