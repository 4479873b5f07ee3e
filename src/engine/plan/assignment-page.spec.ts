import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hashShare } from '#strata/kernel';

it('falls where the page says that sha256sum puts it', () => {
  const page = readFileSync('docs/assignment.md', 'utf8');
  const vectors = [...page.matchAll(/^\| `([^`<]+)` +\| `([0-9a-f]{13})` +\| ([\d.]+) +\|$/gm)];
  expect(vectors.length).toBeGreaterThan(4);
  for (const [, text, digits, place] of vectors) {
    expect(hashShare(text!)).toBe(Number.parseInt(digits!, 16) / 2 ** 52);
    expect(hashShare(text!).toFixed(12)).toBe(place);
  }
});
