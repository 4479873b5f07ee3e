import fc from 'fast-check';
import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { describe, expect, it } from 'vitest';
import { type Condition } from '../documents.js';
import { compileCondition, compileConditions } from './index.js';
import { conditions, factValues, referable } from './support/arbitraries.js';

const SEGMENTS = referable;
const CONDITIONS = 2_000;
const USERS_A_CONDITION = 12;

/** Answers json-rules-engine's way: one engine, one rule, one user at a time. */
function oracleOf(condition: Condition): (facts: Record<string, unknown>) => Promise<boolean> {
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const [id, segment] of Object.entries(SEGMENTS)) engine.setCondition(id, segment as TopLevelCondition);
  engine.addOperator('startsWith', (fact: unknown, value: unknown) => startsWith(fact, value));
  engine.addRule({ conditions: { all: [condition] } as TopLevelCondition, event: { type: 'holds' } });
  return async (facts) => (await engine.run(facts)).events.length === 1;
}

function startsWith(fact: unknown, value: unknown): boolean {
  return typeof fact === 'string' && typeof value === 'string' && fact.startsWith(value);
}

describe('a compiled condition', () => {
  it(`gives json-rules-engine's answer, in test, trace and match, for ${CONDITIONS * USERS_A_CONDITION} random pairs`, async () => {
    let pairs = 0;
    let held = 0;
    await fc.assert(
      fc.asyncProperty(
        conditions,
        fc.array(factValues, { minLength: USERS_A_CONDITION, maxLength: USERS_A_CONDITION }),
        async (condition, users) => {
          const options = { segments: SEGMENTS, operators: { startsWith } };
          const compiled = compileCondition(condition, options);
          const set = compileConditions([condition, { not: condition }], options);
          const oracle = oracleOf(condition);
          for (const facts of users) {
            const expected = await oracle(facts);
            pairs++;
            held += expected ? 1 : 0;
            expect(compiled.test(facts)).toBe(expected);
            expect(compiled.trace(facts).result).toBe(expected);
            expect(set.match(facts)).toEqual([expected ? 0 : 1]);
            expect(set.trace(facts).map((trace) => trace.result)).toEqual([expected, !expected]);
          }
        },
      ),
      { numRuns: CONDITIONS },
    );
    expect(pairs).toBeGreaterThanOrEqual(20_000);
    // The pairs are worth something only if both answers are common.
    expect(held / pairs).toBeGreaterThan(0.2);
    expect(held / pairs).toBeLessThan(0.8);
  });
});
