import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.js';
import { runs } from '../../../test/support/suite.js';

const messageOf = (text: string) => {
  const parsed = parseJson(text);
  return parsed.ok ? undefined : parsed.problems[0]?.message;
};

describe('reading JSON', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const parsed = parseJson(text);
        // A key that stands twice is the only thing that JSON.parse lets pass and we do not.
        if (parsed.ok) expect(parsed.content).toEqual(JSON.parse(text));
        else expect(parsed.problems[0]?.message).toMatch(/stands here twice|__proto__/);
      }),
    );
  });

  it('names line and column of a mistake', () => {
    const mistake = (text: string) => parseJson(text);
    expect(mistake('{\n  "id": "x",\n}')).toMatchObject({ problems: [{ line: 3, column: 1 }] });
    expect(mistake('{\n  "id": "x"\n  "title": "X"\n}')).toMatchObject({ problems: [{ line: 3, column: 3 }] });
    expect(mistake('{"a": tru}')).toMatchObject({ problems: [{ line: 1 }] });
    expect(mistake('')).toMatchObject({ problems: [{ line: 1, column: 1 }] });
    expect(messageOf('{"a":1')).toMatch(/^This is not JSON: /);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(['boolean']).toContain(typeof parseJson(text).ok);
      }),
      { numRuns: runs(500, 2000) },
    );
  });

  it('reports a key that stands twice, at its line and pointer', () => {
    expect(parseJson('{"facts": {"city": 1,\n "city": 2}}')).toEqual({
      ok: false,
      problems: [{ message: 'the key "city" stands here twice', pointer: '/facts/city', line: 2, column: 2 }],
    });
  });

  it('refuses the key __proto__', () => {
    expect(messageOf('{"a": {"__proto__": {"polluted": true}}}')).toMatch(/__proto__/);
  });

  it('refuses what is nested too deeply, without exhausting the stack', () => {
    expect(messageOf('['.repeat(200_000))).toMatch(/nested deeper/);
    expect(messageOf(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`)).toMatch(/nested deeper/);
  });

  it('reads a file with a byte order mark', () => {
    expect(parseJson('\uFEFF{}')).toEqual({ ok: true, content: {} });
  });
});
