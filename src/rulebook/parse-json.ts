import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { type Problem } from '../sdk/index.js';
import { pointerOf } from './shape-problems.js';

/** What a file's text holds, or what is wrong with it. */
export type ParsedJson =
  { readonly ok: true; readonly content: unknown } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Documents are a few levels deep; what is far deeper was not written by people and would exhaust the stack. */
const MAX_DEPTH = 64;

/** Parses strict JSON. Syntax errors name line and column; a key that stands twice in an object is an error too. */
export function parseJson(text: string): ParsedJson {
  const json = text.replace(/^\uFEFF/, '');
  if (depthOf(json) > MAX_DEPTH) return failed(`nested deeper than ${MAX_DEPTH} levels`);
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (error) {
    return failed(syntaxError(json, error), 'JSON');
  }
  const problems = repeatedKeys(parse(json, { mode: 'json' }).body, []);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, content };
}

/** An upper bound: brackets inside of strings count where they are unbalanced. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (bracket === '{' || bracket === '[') deepest = Math.max(deepest, ++depth);
    else if (bracket === '}' || bracket === ']') depth--;
  }
  return deepest;
}

function syntaxError(json: string, error: unknown): string {
  try {
    parse(json, { mode: 'json' });
  } catch (located) {
    if (located instanceof Error && 'line' in located && 'column' in located) {
      const what = located.message.replace(/ found\. \(\d+:\d+\)$/, '');
      return `line ${String(located.line)}, column ${String(located.column)}: ${what}`;
    }
  }
  return error instanceof Error ? error.message : String(error);
}

function repeatedKeys(node: ValueNode, path: readonly PropertyKey[]): Problem[] {
  if (node.type === 'Array') return node.elements.flatMap(({ value }, index) => repeatedKeys(value, [...path, index]));
  if (node.type !== 'Object') return [];
  const seen = new Set<string>(['__proto__']);
  return node.members.flatMap(({ name, value, loc }) => {
    const key = name.type === 'String' ? name.value : name.name;
    const here = [...path, key];
    const problems = repeatedKeys(value, here);
    if (!seen.has(key)) {
      seen.add(key);
      return problems;
    }
    const message = key === '__proto__' ? 'the key "__proto__" is not allowed' : `the key "${key}" stands here twice`;
    return [{ message: `line ${loc.start.line}: ${message}`, pointer: pointerOf(here) }, ...problems];
  });
}

function failed(message: string, expected?: string): ParsedJson {
  return { ok: false, problems: [{ message, pointer: '', ...(expected === undefined ? {} : { expected }) }] };
}
