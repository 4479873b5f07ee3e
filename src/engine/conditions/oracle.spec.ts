import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { describe, expect, it } from 'vitest';
import { type Condition } from '../index.js';
import { compileCondition, compileConditions } from './compile.js';
import { type ConditionTrace } from './language/types.js';
import { conditions, factValues, referable } from './support/arbitraries.js';
import { runs } from '../../../test/support/suite.js';

const SEGMENTS = referable;
const CONDITIONS = runs(500, 2_000);
const USERS_A_CONDITION = 10;

/** A node of json-rules-engine's result: the condition, with what it found. */
interface OracleNode {
  readonly all?: readonly OracleNode[];
  readonly any?: readonly OracleNode[];
  readonly not?: OracleNode;
  readonly result?: boolean;
  readonly factResult?: unknown;
  readonly valueResult?: unknown;
}

/** Answers json-rules-engine's way: one engine, one rule, one user at a time. */
function oracleOf(condition: Condition): (facts: Record<string, unknown>) => Promise<[boolean, OracleNode]> {
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const [id, segment] of Object.entries(SEGMENTS)) engine.setCondition(id, segment as TopLevelCondition);
  engine.addOperator('startsWith', (fact: unknown, value: unknown) => startsWith(fact, value));
  engine.addRule({ conditions: { all: [condition] } as TopLevelCondition, event: { type: 'holds' } });
  return async (facts) => {
    const { events, results, failureResults } = await engine.run(facts);
    const { all } = [...results, ...failureResults][0]!.conditions as OracleNode;
    return [events.length === 1, all![0]!];
  };
}

/** Every leaf found the same values and came to the same result. */
function expectSameParts(trace: ConditionTrace, oracle: OracleNode): void {
  if (trace.kind === 'segment') {
    expectSameParts(trace.child, oracle);
  } else if (trace.kind === 'leaf') {
    const found = [trace.result, trace.actual, trace.expected];
    const expected = [oracle.result, oracle.factResult, oracle.valueResult];
    // `expect` a hundred thousand times would take most of the test.
    if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
  } else if (trace.kind === 'not') {
    expectSameParts(trace.child, oracle.not!);
  } else {
    const parts = trace.kind === 'all' ? oracle.all! : oracle.any!;
    expect(trace.children.length).toBe(parts.length);
    trace.children.forEach((child, index) => {
      expectSameParts(child, parts[index]!);
    });
  }
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
            const [expected, parts] = await oracle(facts);
            pairs++;
            held += expected ? 1 : 0;
            const trace = compiled.trace(facts);
            expectSameParts(trace, parts);
            expect([
              compiled.test(facts),
              trace.result,
              ...set.match(facts),
              ...set.trace(facts).map(({ result }) => result),
            ]).toEqual([expected, expected, expected ? 0 : 1, expected, !expected]);
          }
        },
      ),
      { numRuns: CONDITIONS },
    );
    expect(pairs).toBeGreaterThanOrEqual(CONDITIONS * USERS_A_CONDITION);
    // The pairs are worth something only if both answers are common.
    expect(held / pairs).toBeGreaterThan(0.2);
    expect(held / pairs).toBeLessThan(0.8);
  });
});
