import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPlainBody } from './plain-body.js';
import { decisionRequestSchema } from './request.schema.js';

/** Mostly right, so that whole bodies are right now and then. */
function mostly<T, U>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

const name = mostly(
  fc.constantFrom('u1', 'Müller', '用户', 'x'.repeat(200)),
  fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('', 'null', '0-0', 'a\u0000', '\ud800', 'x'.repeat(201), 7)),
);
const object = mostly(
  fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3, noNullPrototype: true }),
  fc.constantFrom([], null, 'text', new Map(), JSON.parse('{"__proto__": 1}')),
);
const moment = mostly(
  fc.constantFrom('2026-11-22T08:00:00Z', '2026-11-22', 1_795_000_000, ' 1795000000 '),
  fc.constantFrom(1e15, NaN, '', 'x', null),
);
const event = mostly(
  fc.record({ name, at: moment, properties: object }, { requiredKeys: ['name'], noNullPrototype: true }),
  fc.constantFrom(null, [], 'visit', { name: 'visit', other: 1 }),
);
const members = {
  userId: name,
  strategy: name,
  facts: object,
  events: mostly(fc.array(event, { maxLength: 3 }), fc.constantFrom(null, {})),
  consent: mostly(
    fc.array(name, { maxLength: 3 }),
    fc.constantFrom(
      null,
      Array.from({ length: 101 }, () => 'a'),
    ),
  ),
  context: object,
  dryRun: mostly(fc.boolean(), fc.constantFrom('yes', null)),
  explain: mostly(fc.constantFrom('none', 'summary', 'full'), fc.constantFrom('all', undefined)),
};
const body = mostly(
  fc.record(members, { requiredKeys: ['userId'], noNullPrototype: true }),
  fc.constantFrom(null, [], 'text', undefined, {}, { userId: 'u1', unknown: 1 }),
);

test('what it reads is what the schema reads', () => {
  let read = 0;
  fc.assert(
    fc.property(body, (written) => {
      const plain = readPlainBody(written);
      if (plain === null) return;
      read += 1;
      expect(plain).toEqual(decisionRequestSchema.parse(written));
    }),
    { numRuns: 3_000 },
  );
  expect(read).toBeGreaterThan(0);
});

test('the usual body is read without the schema', () => {
  const usual = {
    userId: 'user-1',
    strategy: 'win-back-coupon',
    facts: { city: 'Shanghai', orders: 3, tags: ['a'], age: null },
    events: [{ name: 'cart_updated', at: '2026-11-22T08:00:00Z', properties: { amount: 80 } }, { name: 'visited' }],
    consent: ['marketing'],
    context: { page: '/' },
    explain: 'full',
    dryRun: true,
  };
  expect(readPlainBody(usual)).toEqual(decisionRequestSchema.parse(usual));
});
