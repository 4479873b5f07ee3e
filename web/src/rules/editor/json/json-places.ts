import { jsonLanguage } from '@codemirror/lang-json';

/** Characters of a text, from the first to the one after the last. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

type Tree = ReturnType<typeof jsonLanguage.parser.parse>;
type Node = Tree['topNode'];

/**
 * Where the value of a JSON pointer stands in a text; where there is none, what is nearest around it. The text may have
 * mistakes elsewhere.
 */
export function placeIn(text: string, pointer: string): TextRange {
  let node = jsonLanguage.parser.parse(text).topNode.firstChild;
  for (const step of pointer.split('/').slice(1)) {
    const inside = node === null ? null : childAt(node, step.replaceAll('~1', '/').replaceAll('~0', '~'), text);
    if (inside === null) break;
    node = inside;
  }
  if (node === null) return { from: 0, to: text.length };
  // Of an object or a list the first line: a whole document underlined says nothing.
  const { from, to } = node;
  const end = text.indexOf('\n', from);
  return { from, to: end === -1 ? to : Math.min(to, end) };
}

function childAt(node: Node, step: string, text: string): Node | null {
  if (node.name === 'Array') return valuesOf(node)[Number(step)] ?? null;
  if (node.name !== 'Object') return null;
  const property = node.getChildren('Property').findLast((each) => nameOf(each, text) === step);
  return property?.lastChild ?? null;
}

const VALUES = ['True', 'False', 'Null', 'Number', 'String', 'Object', 'Array'];

function valuesOf(list: Node): readonly Node[] {
  const found: Node[] = [];
  for (let child = list.firstChild; child !== null; child = child.nextSibling) {
    if (VALUES.includes(child.name)) found.push(child);
  }
  return found;
}

function nameOf(property: Node, text: string): string | undefined {
  const name = property.getChild('PropertyName');
  if (name === null) return undefined;
  try {
    return String(JSON.parse(text.slice(name.from, name.to)));
  } catch {
    return undefined;
  }
}

/** A member whose name stands in its object before: reading the text as JSON would drop the first one unseen. */
export function repeatedMember(text: string): (TextRange & { readonly name: string }) | undefined {
  let found: (TextRange & { readonly name: string }) | undefined;
  jsonLanguage.parser.parse(text).iterate({
    enter: ({ node }) => {
      if (node.name !== 'Object' || found !== undefined) return;
      const names = new Set<string>();
      for (const property of node.getChildren('Property')) {
        const name = nameOf(property, text);
        if (name === undefined) continue;
        const at = property.firstChild ?? property;
        if (names.has(name)) found ??= { name, from: at.from, to: at.to };
        names.add(name);
      }
    },
  });
  return found;
}
