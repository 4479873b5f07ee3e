import { describe, expect, it, vi } from 'vitest';

// Of its own: ids ascend, and another spec of this process may have set the clock ahead.
vi.resetModules();
const { hashedId, uuidv7 } = await import('./ids.js');

describe('ids', () => {
  const many = Array.from({ length: 20_000 }, uuidv7);

  it('are of version 7 and carry the time', () => {
    const before = Date.now();
    const id = uuidv7();
    const after = Date.now();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const time = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    // Of very many in one millisecond the last ones are of the next.
    expect(time).toBeLessThanOrEqual(after + many.length);
  });

  it('ascend, also those of one millisecond', () => {
    expect(many).toEqual(many.toSorted());
    expect(new Set(many).size).toBe(many.length);
  });

  it('are the same of the same text where they are made of one', () => {
    expect(hashedId('preview/ann')).toBe(hashedId('preview/ann'));
    expect(hashedId('preview/ann')).not.toBe(hashedId('preview/bob'));
    expect(hashedId('')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('share no random part', () => {
    expect(new Set(many.map((id) => id.slice(-12))).size).toBe(many.length);
  });
});
