import { JSONPath } from 'jsonpath-plus';

/** Reads the part of a fact's value that a path names: undefined where nothing matches. */
export type PathReader = (value: unknown) => unknown;

/** Longer or deeper searching paths cost more than any fact's value is worth. */
const LONGEST_PATH = 256;
const MOST_DESCENTS = 2;

const SPECIAL_PART = /^(\*|\.\.|\^|~|\$|-?\d*:-?\d*:?\d*)$|^[@`]|,/;
const TYPE_PART = /^@(scalar|boolean|string|undefined|function|integer|number|nonFinite|object|array|null)\(\)$/;

/** Why a path cannot be taken, or undefined where it can. */
export function pathProblem(path: string): string | undefined {
  if (path.length > LONGEST_PATH) return `The path is longer than ${LONGEST_PATH} characters`;
  if (path === '') return undefined;
  const parts = partsOf(path);
  if (parts.length === 0) return 'The path cannot be read';
  if (parts.some(isScript)) return 'Scripts and filters in a path are not allowed';
  if (parts.some((part) => part.startsWith('@') && !TYPE_PART.test(part)))
    return 'The path has an unknown type selector';
  if (parts.filter((part) => part === '..').length > MOST_DESCENTS) {
    return `The path searches all levels more than ${MOST_DESCENTS} times`;
  }
  return undefined;
}

/**
 * A reader for a JSONPath as json-rules-engine reads it: primitives pass through, a definite path gives the value, one
 * with a wildcard, slice or search an array. Own properties only; scripts never run.
 */
export function pathReader(path: string): PathReader {
  const parts = partsOf(path);
  const steps = parts[0] === '$' && parts.length > 1 ? parts.slice(1) : parts;
  const read = steps.some((step) => SPECIAL_PART.test(step)) ? searching(path) : definite(steps);
  return (value) => (typeof value === 'object' && value !== null ? read(value) : value);
}

/** The steps of a path that names one place; null where it searches. */
export function definiteSteps(path: string): readonly string[] | null {
  const [root, ...steps] = partsOf(path);
  const all = root === undefined || root === '$' ? steps : [root, ...steps];
  return all.some((step) => SPECIAL_PART.test(step)) ? null : all;
}

function definite(steps: readonly string[]): PathReader {
  return (value) => {
    let current = value;
    for (const step of steps) {
      // Texts have own properties too, the empty one (for the library) excepted.
      if (current === undefined || current === null || current === '' || !Object.hasOwn(current, step))
        return undefined;
      current = (current as Readonly<Record<string, unknown>>)[step];
    }
    return current;
  };
}

function searching(path: string): PathReader {
  return (value) => {
    try {
      return JSONPath<unknown>({ path, json: value as object, wrap: false, eval: false });
    } catch {
      // Only values nested thousands of levels deep get here.
      return undefined;
    }
  };
}

/** The steps of a path; empty where the library cannot take it apart (`constructor`, `#1`). */
function partsOf(path: string): readonly string[] {
  try {
    const parts: readonly unknown[] = JSONPath.toPathArray(path);
    return parts.every((part) => typeof part === 'string') ? parts : [];
  } catch {
    return [];
  }
}

function isScript(part: string): boolean {
  return part.split(',').some((each) => each.startsWith('?(') || each.startsWith('('));
}
