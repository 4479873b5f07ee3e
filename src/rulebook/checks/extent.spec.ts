import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXTENT, extentProblems } from '../documents/extent.js';
import { loadDocuments } from '../documents/load.js';
import { requestDocuments } from '../documents/request-documents.js';
import { validateDocuments, validateInTurns } from './validate.js';

const facts = { age: { type: 'number', from: { profile: 'age' }, words: 'age' } };
const leaf = (operator: string, value: unknown = 18) => ({ fact: 'age', operator, value });
const segment = (id: string, condition: unknown, title = id) => ({ id, title, condition });
const problemsOf = (...segments: unknown[]) => validateDocuments(requestDocuments({ facts, segments })).problems;

/** Segments of which each refers to the one before. */
const chain = (length: number) =>
  Array.from({ length }, (_, index) =>
    segment(`s${index}`, {
      all: [leaf('greaterThan', index), ...(index === 0 ? [] : [{ condition: `s${index - 1}` }])],
    }),
  );

describe('a document that is too large', () => {
  it.each<[string, unknown]>([
    ['a title of 10 million characters', segment('s', { all: [] }, 'x'.repeat(10_000_000))],
    ['an operator with 14,000 decorators', segment('s', leaf(`${'not:'.repeat(14_000)}equal`))],
    ['an operator with more decorators than anybody means', segment('s', leaf(`${'not:'.repeat(60)}equal`))],
    [
      'a list of 60,000 values',
      segment(
        's',
        leaf(
          'in',
          Array.from({ length: 60_000 }, (_, index) => index),
        ),
      ),
    ],
    ['a key of 20,000 characters', { ...segment('s', { all: [] }), ['k'.repeat(20_000)]: 1 }],
    [
      'many long texts',
      segment(
        's',
        leaf(
          'in',
          Array.from({ length: 200 }, () => 'x'.repeat(9_000)),
        ),
      ),
    ],
    ['conditions in conditions, 20,000 deep', segment('s', nested(20_000))],
    ['conditions in conditions, 40 deep', segment('s', nested(40))],
  ])('is refused with what is allowed: %s', (_, document) => {
    const [problem, ...others] = problemsOf(document);
    expect(problem?.file).toBe('segments/s.json');
    expect(problem?.expected).toMatch(/^at most|of at most/);
    expect(others).toEqual([]);
  });

  it('is not opened where it is a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'strata-rules-'));
    try {
      await mkdir(join(folder, 'segments'));
      await writeFile(join(folder, 'facts.json'), JSON.stringify({ facts }));
      await writeFile(join(folder, 'segments', 's.json'), `{"title": "${'x'.repeat(10_000_000)}"}`);
      const { problems } = validateDocuments(await loadDocuments(folder));
      expect(problems).toMatchObject([{ file: join(folder, 'segments', 's.json'), expected: 'at most 2 MB' }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('never exhausts the stack, however deep it is', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 200_000; level++) deep = level % 2 === 0 ? [deep] : { a: deep };
    expect(extentProblems(deep)).toMatchObject([{ expected: `at most ${EXTENT.levels} levels` }]);
  });
});

function nested(levels: number): object {
  let condition: object = leaf('equal');
  for (let level = 0; level < levels; level++) condition = { not: condition };
  return condition;
}

describe('a text that acts instead of saying something', () => {
  it.each([
    ['an escape code', '\u001b[2J'],
    ['a null character', 'a\u0000b'],
    ['a line break', 'a\nb'],
    ['a control character of the second block', 'a\u009bb'],
    ['a mark that turns the direction round', 'abc\u202edef'],
    ['half of a character', 'a\ud800'],
  ])('is refused in every text: %s', (_, text) => {
    expect(problemsOf(segment('s', { all: [] }, text))).toMatchObject([{ pointer: '/title' }]);
    expect(problemsOf(segment('s', leaf('in', ['a', text])))).toMatchObject([{ pointer: '/condition/value/1' }]);
    expect(problemsOf({ ...segment('s', { all: [] }), [text]: 1 })).toMatchObject([{ file: 'segments/s.json' }]);
  });

  it('is not text in any language', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text));
        expect(extentProblems({ title: text })).toEqual([]);
      }),
    );
  });

  it('may be a line break in what is handed over as it is', () => {
    expect(extentProblems({ offers: [{ content: { body: 'Dear Ada,\n\thello' } }] })).toEqual([]);
    expect(extentProblems({ options: { note: 'a\nb' } })).toEqual([]);
    expect(extentProblems({ offers: [{ content: { body: '\u001b[31m' } }] })).toHaveLength(1);
    expect(extentProblems({ facts: { content: { words: 'a\nb' } } })).toHaveLength(1);
  });
});

describe('many documents', () => {
  it('are checked, however long their chains are, up to what a condition may come to', () => {
    expect(problemsOf(...chain(100))).toEqual([]);
    const [problem] = problemsOf(...chain(3_000));
    expect(problem?.message).toMatch(/levels deep/);
  }, 60_000);

  it('in a circle of a thousand are told of, not followed for ever', () => {
    const segments = chain(1_000);
    segments[0] = segment('s0', { condition: 's999' });
    const problems = problemsOf(...segments);
    expect(problems[0]?.message).toMatch(/in a circle/);
    expect(problems.length).toBeLessThanOrEqual(200);
  }, 60_000);

  it('with thousands of unknown names give as many problems as somebody can read', () => {
    const segments = Array.from({ length: 3_000 }, (_, index) => segment(`s${index}`, { condition: `t${index}` }));
    expect(problemsOf(...segments)).toHaveLength(200);
  }, 60_000);

  it('beyond any shop are refused unread', () => {
    expect(problemsOf(...Array.from({ length: 20_001 }, (_, index) => ({ id: `s${index}` })))).toMatchObject([
      { expected: 'at most 20,000' },
    ]);
  }, 60_000);

  it('are checked in short turns where others wait', async () => {
    const documents = requestDocuments({
      facts,
      segments: chain(5_000).map((each) => ({ ...each, condition: nested(20) })),
    });
    const waiting = new AbortController();
    let turns = 0;
    const validation = validateInTurns(documents).finally(() => {
      waiting.abort();
    });
    while (!waiting.signal.aborted) {
      await setImmediate();
      turns += 1;
    }
    expect((await validation).problems).toEqual([]);
    expect(turns).toBeGreaterThan(2);
  }, 60_000);
});
