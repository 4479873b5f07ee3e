import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ERRORS } from '#sdk';
import { PACKAGE_ROOT } from '../package-root.js';

it('docs/errors.md documents every code of the catalogue with its status, and no other', () => {
  const text = readFileSync(join(PACKAGE_ROOT, 'docs', 'errors.md'), 'utf8');
  const documented = [...text.matchAll(/^\| `([A-Z_]+)` *\| (\d+) /gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  const catalogue = Object.entries(ERRORS).map(([code, { status }]) => [code, status]);
  expect(documented.sort()).toEqual(catalogue.sort());
});
