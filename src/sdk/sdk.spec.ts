import { describe, expect, test } from 'vitest';
import { ERRORS, isStrataError, manifestSchema, nearestName, SDK_VERSION, StrataError } from './index.js';

describe('nearestName', () => {
  test.each([
    ['agee', 'age'],
    ['Orders', 'orders'],
    ['dayssincelastorder', 'daysSinceLastOrder'],
    ['zzzzzz', undefined],
    ['', undefined],
  ])('"%s" means %s', (written, meant) => {
    expect(nearestName(written, ['age', 'orders', 'daysSinceLastOrder'])).toBe(meant);
  });
});

describe('errors', () => {
  test('carry their code, status and problems', () => {
    const error = new StrataError('UNKNOWN_FACT', 'no', { problems: [{ message: 'x', pointer: '/a' }], cause: 1 });
    expect(error).toMatchObject({ code: 'UNKNOWN_FACT', status: 422, problems: [{ pointer: '/a' }], cause: 1 });
    expect(isStrataError(error)).toBe(true);
  });

  test('one made by another copy of the SDK is recognised, a stranger with a code is not', () => {
    const copy = Object.assign(new Error('no'), { name: 'StrataError', code: 'NOT_FOUND' });
    expect(isStrataError(copy)).toBe(true);
    expect(isStrataError(Object.assign(new Error('no'), { code: 'ENOENT' }))).toBe(false);
    expect(isStrataError({ code: 'NOT_FOUND' })).toBe(false);
  });

  test('every code has an HTTP status of an error and a title', () => {
    for (const { status, title } of Object.values(ERRORS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).not.toBe('');
    }
  });
});

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
