import { expect, it } from 'vitest';
import { z } from 'zod';
import { problemsOfIssues } from './issues.js';

const choices = z.record(z.string().max(3), z.boolean());
const schema = z.strictObject({
  consent: z.union([choices, z.array(z.string())]),
  kind: z.enum(['a', 'b']),
  many: z.array(z.union([z.string().min(2), z.number()])).max(2),
});
const right = { consent: {}, kind: 'a', many: [] };

it.each([
  [{ consent: { ads: 'yes' } }, '/consent/ads', 'true or false'],
  [{ consent: { toolong: true } }, '/consent/toolong', 'at most 3 characters'],
  [{ consent: ['x', 5] }, '/consent/1', 'text'],
  [{ consent: 'yes' }, '/consent', 'an object, or a list'],
  [{ kind: 'c' }, '/kind', 'a, b'],
  [{ many: ['a'] }, '/many/0', 'at least 2 characters'],
  [{ many: [true] }, '/many/0', 'text, or a number'],
  [{ many: ['aa', 'bb', 'cc'] }, '/many', 'at most 2 items'],
  [{ mani: 1 }, '/mani', 'consent, kind, many'],
])('%j is told by its place and what was expected there', (wrong, pointer, expected) => {
  const { error } = schema.safeParse({ ...right, ...wrong });
  const problems = problemsOfIssues(error?.issues ?? [], { knownBeside: () => ['consent', 'kind', 'many'] });
  expect(problems).toMatchObject([{ pointer, expected, message: expect.stringMatching(/\.$/) as string }]);
});

it('points to where the value stands', () => {
  const { error } = choices.safeParse(5);
  expect(problemsOfIssues(error?.issues ?? [], { at: ['traits', 'a/b'] })).toMatchObject([
    { pointer: '/traits/a~1b', expected: 'an object' },
  ]);
});
