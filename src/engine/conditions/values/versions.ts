import { compareText } from '#strata/kernel';

/** A version taken apart: its numbers, and what tells a release from the one before it. */
export interface Version {
  /** Without zeros at the end: 2.0 and 2.0.0 are one version. */
  readonly numbers: readonly number[];
  /** The parts behind the hyphen; empty for a release. */
  readonly prerelease: readonly string[];
}

const NUMBER = String.raw`\d{1,15}`;
const PART = '[0-9A-Za-z-]+';
const VERSION = new RegExp(
  `^[vV]?(${NUMBER}(?:\\.${NUMBER}){0,3})(?:-(${PART}(?:\\.${PART})*))?(?:\\+${PART}(?:\\.${PART})*)?$`,
);
/** Longer texts are no versions. */
const LONGEST_VERSION = 256;

/**
 * The version that a text names: one to four numbers, a missing one being 0, and what Semantic Versioning 2.0.0 allows
 * behind them (`2.10`, `v1.4.0`, `1.4.0-beta.2`, `1.4.0+build.7`). Undefined for every other value.
 */
export function parseVersion(value: unknown): Version | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_VERSION) return undefined;
  const [, numbers, prerelease] = VERSION.exec(value) ?? [];
  if (numbers === undefined) return undefined;
  const parts = numbers.split('.').map(Number);
  while (parts.at(-1) === 0) parts.pop();
  return { numbers: parts, prerelease: prerelease?.split('.') ?? [] };
}

/** Versions for texts, also in a list: undefined for what is no version. */
export function versions(value: unknown): unknown {
  return Array.isArray(value) ? value.map(parseVersion) : parseVersion(value);
}

/**
 * Negative where `a` comes before `b`, 0 where they are one version: the precedence of Semantic Versioning 2.0.0,
 * section 11 (numbers by value, a pre-release before its release, build metadata ignored).
 */
export function compareVersions(a: Version, b: Version): number {
  return compareParts(a.numbers, b.numbers, (left = 0, right = 0) => left - right) || comparePrereleases(a, b);
}

function comparePrereleases({ prerelease: a }: Version, { prerelease: b }: Version): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareParts(a, b, (left, right) => {
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    return compareIdentifiers(left, right);
  });
}

/** Numbers by value and before words, words by their characters. */
function compareIdentifiers(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [isDigits(a), isDigits(b)];
  if (isNumber && isOtherNumber) return Number(a) - Number(b);
  if (isNumber || isOtherNumber) return isNumber ? -1 : 1;
  return compareText(a, b);
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

function compareParts<T>(
  a: readonly T[],
  b: readonly T[],
  compare: (left: T | undefined, right: T | undefined) => number,
): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = compare(a[i], b[i]);
    if (order !== 0) return order;
  }
  return 0;
}
