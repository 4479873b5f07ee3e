import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { jsonPointer, pointerPath } from '#strata/kernel';
import { type Problem } from '#sdk';
import { EXTENT } from './extent.js';

/**
 * Where a part of a document stands in its text: its member, or the item itself; the nearest part above it where the text
 * does not have it. Undefined for what is no JSON.
 */
export function placesIn(text: string): (pointer: string) => TextPlace | undefined {
  let root: ValueNode;
  try {
    root = parse(text.replace(/^\uFEFF/, ''), { mode: 'json' }).body;
  } catch {
    return () => undefined;
  }
  return (pointer) => {
    let found = root.loc.start;
    let node: ValueNode | undefined = root;
    for (const key of pointerPath(pointer)) {
      const part = partOf(node, key);
      if (part === undefined) break;
      found = part.start;
      node = part.value;
    }
    return { line: found.line, column: found.column };
  };
}

function partOf(node: ValueNode | undefined, key: string) {
  if (node?.type === 'Array') {
    const value = node.elements[Number(key)]?.value;
    return value === undefined ? undefined : { value, start: value.loc.start };
  }
  if (node?.type !== 'Object') return undefined;
  const member = node.members.find(({ name }) => (name.type === 'String' ? name.value : name.name) === key);
  return member === undefined ? undefined : { value: member.value, start: member.loc.start };
}

/** What a file's text holds, or what is wrong with it. */
export type ParsedJson =
  { readonly ok: true; readonly content: unknown } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses strict JSON. Syntax errors name line and column; a key that stands twice in an object is an error too. */
export function parseJson(text: string): ParsedJson {
  const json = text.replace(/^\uFEFF/, '');
  const { levels, members } = outlineOf(json);
  if (levels > EXTENT.levels) return failed({ message: `nested deeper than ${EXTENT.levels} levels` });
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (error) {
    return failed(syntaxError(json, error));
  }
  // A key that stands twice leaves fewer members than the text has; only then is it worth finding out which.
  if (membersOf(content) === members) return { ok: true, content };
  const problems = repeatedKeys(parse(json, { mode: 'json' }).body, []);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, content };
}

/** How deep the text is nested and how many members its objects have, read without a parser and without a stack. */
function outlineOf(json: string): { readonly levels: number; readonly members: number } {
  let level = 0;
  let levels = 0;
  let members = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (inText) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === COLON) members++;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) levels = Math.max(levels, ++level);
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) level--;
  }
  return { levels, members };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

/** The members of all objects of a value; one that is called `__proto__` counts as none. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const parts: readonly unknown[] = Object.values(value);
  const inner = parts.reduce<number>((sum, part) => sum + membersOf(part), 0);
  if (Array.isArray(value)) return inner;
  return inner + parts.length - (Object.hasOwn(value, '__proto__') ? 1 : 0);
}

/** What JSON.parse says and where; where it does not say where, what a parser with places says. */
function syntaxError(json: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const offset = /at position (\d+)/.exec(message)?.[1];
  if (offset !== undefined)
    return notJson(message.replace(/ in JSON at position .*$/s, ''), placeOf(json, Number(offset)));
  try {
    parse(json, { mode: 'json' });
  } catch (located) {
    if (located instanceof Error && 'line' in located && 'column' in located) {
      const said = located.message.replace(/ found\. \(\d+:\d+\)$/, '').replace(/token (\w+)/, (_, token: string) => {
        return TOKENS[token] ?? token;
      });
      return notJson(said, { line: Number(located.line), column: Number(located.column) });
    }
  }
  return notJson(message, placeOf(json, 0));
}

function notJson(said: string, place: TextPlace): Problem {
  return { message: `This is not JSON: ${said.charAt(0).toLowerCase()}${said.slice(1)}`, ...place };
}

/** What the parser with places calls the tokens. */
const TOKENS: Readonly<Record<string, string>> = {
  LBrace: '"{"',
  RBrace: '"}"',
  LBracket: '"["',
  RBracket: '"]"',
  Colon: '":"',
  Comma: '","',
  String: 'text',
  Number: 'number',
  Boolean: 'true or false',
  Null: 'null',
};

/** A place in a text, from 1. */
interface TextPlace {
  readonly line: number;
  readonly column: number;
}

function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
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
    const { line, column } = loc.start;
    return [{ message, pointer: jsonPointer(here), line, column }, ...problems];
  });
}

function failed(problem: Problem): ParsedJson {
  return { ok: false, problems: [problem] };
}
