import { type Language } from '#strata/kernel/texts';
import { type FactCatalogue } from '../../index.js';
import { inLanguage, type Phrases, phrasesOf } from '../../words/index.js';
import { comparisonOf } from './comparison.js';
import { type ConditionNode, type GroupNode } from '../language/tree.js';

/**
 * A condition as a marketer would say it of a person: "has not ordered for at least 180 days and lives in Shanghai or
 * Hangzhou". Groups inside groups stand in parentheses; a negation is said where it belongs (De Morgan), never of a
 * whole group. A segment inside the condition is called by its title, one that is the whole condition is spelt out.
 */
export function conditionWords(root: ConditionNode, catalogue: FactCatalogue = {}, language?: Language): string {
  const node = root.kind === 'segment' ? root.child : root;
  const { conditions } = phrasesOf(language);
  return clause(node, 'holds', { catalogue: inLanguage(catalogue, language), conditions }).text;
}

/** What sentences are made with. */
interface Speech {
  readonly catalogue: FactCatalogue;
  readonly conditions: Phrases['conditions'];
}

type Polarity = 'holds' | 'fails';
type Connective = 'and' | 'or';
interface Clause {
  readonly text: string;
  /** What joins its parts, null where it has only one. */
  readonly connective: Connective | null;
  readonly parts: readonly string[];
}

function clause(node: ConditionNode, polarity: Polarity, speech: Speech): Clause {
  const { catalogue, conditions } = speech;
  switch (node.kind) {
    case 'leaf':
      return single(conditions.predicate(comparisonOf(node.leaf, catalogue), catalogue)[polarity]);
    case 'segment':
      return single(conditions.segment(node.segment.title)[polarity]);
    case 'not':
      return clause(node.child, polarity === 'holds' ? 'fails' : 'holds', speech);
    default:
      return group(node, polarity, speech);
  }
}

function group(node: GroupNode, polarity: Polarity, speech: Speech): Clause {
  const { conditions } = speech;
  if (node.children.length === 0) return single(conditions.everybody[polarity]);
  const connective: Connective = (node.kind === 'all') === (polarity === 'holds') ? 'and' : 'or';
  const clauses = node.children.map((child) => clause(child, polarity, speech));
  const [only] = clauses;
  if (clauses.length === 1 && only !== undefined) return only;
  const parts = clauses.flatMap((each) => {
    if (each.connective === null || each.connective === connective) return each.parts;
    return [conditions.group(each.text)];
  });
  return { text: conditions.clauses(parts, connective), connective, parts };
}

function single(text: string): Clause {
  return { text, connective: null, parts: [text] };
}
