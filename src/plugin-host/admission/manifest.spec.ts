import { describe, expect, test } from 'vitest';
import { SDK_VERSION } from '#sdk';
import { manifestSchema } from './manifest.js';

describe('manifest', () => {
  const manifest = {
    id: 'a-b',
    version: '1.0.0',
    sdk: `^${SDK_VERSION}`,
    kind: 'scorer',
    title: 'A',
    tasks: ['binary'],
  };

  test('the module is "index" unless told', () => {
    expect(manifestSchema.parse(manifest).main).toBe('index');
  });

  test.each([
    { id: 'A b' },
    { version: 'one' },
    { tasks: [] },
    { tasks: ['guessing'] },
    { kind: 'other' },
    { more: 1 },
  ])('%j is refused', (change) => {
    expect(manifestSchema.safeParse({ ...manifest, ...change }).success).toBe(false);
  });
});

test('a manifest names a kind and tasks that there are', () => {
  const manifest = { id: 'x', version: '1.0.0', sdk: '^1.0.0', kind: 'scorer', title: 'X', tasks: ['binary'] };
  expect(manifestSchema.safeParse(manifest).success).toBe(true);
  for (const change of [{ tasks: ['ranking'] }, { tasks: ['clustering'] }, { kind: 'policy' }]) {
    expect(manifestSchema.safeParse({ ...manifest, ...change }).success).toBe(false);
  }
});
