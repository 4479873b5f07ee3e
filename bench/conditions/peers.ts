import { evaluateExpressionSync } from '@gorules/zen-engine';
import { LogicEngine } from 'json-logic-engine';
import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { compileCondition, compileConditions } from '#strata/engine/conditions';
import { type Condition, type LeafCondition } from '#strata/engine';
import { type User } from './population.js';

/** Gives for each user the indexes of the rules that hold. */
export interface Peer {
  readonly name: string;
  /** How many users one round measures at most, so that slow peers take no minutes. */
  readonly users: number;
  readonly match: (users: readonly User[]) => readonly (readonly number[])[] | Promise<readonly number[][]>;
}

/** Decisions over all active strategies ask it, of their segments. */
export const STRATA = 'compileConditions().match';
/** Decisions of one strategy that is asked for, and triggers, ask it. */
const STRATA_TEST = 'compileCondition().test, each';
export const STRATA_TRACE = 'compileConditions().trace';
export const HAND_WRITTEN = 'hand-written code';
export const JSON_LOGIC = 'json-logic-engine build()';
export const JSON_RULES = 'json-rules-engine';

/** Everything that is measured, on the same rules. */
export function makePeers(rules: readonly Condition[]): Peer[] {
  const all = Number.POSITIVE_INFINITY;
  return [
    { name: STRATA, users: all, match: strata(rules) },
    { name: STRATA_TEST, users: all, match: strataEach(rules) },
    { name: STRATA_TRACE, users: all, match: strataTrace(rules) },
    { name: HAND_WRITTEN, users: all, match: handWritten(rules) },
    { name: 'closures, with guards', users: all, match: closures(rules) },
    { name: JSON_LOGIC, users: all, match: jsonLogic(rules) },
    { name: '@gorules/zen-engine, batches', users: 1_000, match: zen(rules) },
    { name: JSON_RULES, users: 100, match: jsonRules(rules) },
  ];
}

function strata(rules: readonly Condition[]): Peer['match'] {
  const compiled = compileConditions(rules);
  return (users) => users.map((user) => compiled.match(user));
}

function strataEach(rules: readonly Condition[]): Peer['match'] {
  const compiled = rules.map((rule) => compileCondition(rule));
  return (users) => users.map((user) => holding(compiled, (condition) => condition.test(user)));
}

function strataTrace(rules: readonly Condition[]): Peer['match'] {
  const compiled = compileConditions(rules);
  return (users) => users.map((user) => holding(compiled.trace(user), (trace) => trace.result));
}

/**
 * What a programmer would type for exactly these rules and facts of the right types: facts in local variables, no
 * guards, constants in place.
 */
function handWritten(rules: readonly Condition[]): Peer['match'] {
  const lines = rules.map((rule, index) => `if (${javaScript(rule)}) out.push(${index});`);
  const locals = [...new Set(rules.flatMap(factsOf))].map((fact) => `const ${fact} = f.${fact};`);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the rules are the bench's own
  const match = new Function('f', `${locals.join('')} const out = []; ${lines.join('\n')} return out;`) as (
    user: User,
  ) => number[];
  return (users) => users.map((user) => match(user));
}

function javaScript(rule: Condition): string {
  if ('all' in rule) return `(${rule.all.map(javaScript).join(' && ')})`;
  if ('any' in rule) return `(${rule.any.map(javaScript).join(' || ')})`;
  if ('not' in rule) return `!${javaScript(rule.not)}`;
  const { fact, operator, value } = leafOf(rule);
  if (operator === 'contains') return `${fact}.includes(${JSON.stringify(value)})`;
  if (operator === 'doesNotContain') return `!${fact}.includes(${JSON.stringify(value)})`;
  if (!Array.isArray(value)) return `(${fact} ${SIGNS[operator]!} ${JSON.stringify(value)})`;
  const some = `(${value.map((item) => `${fact} === ${JSON.stringify(item)}`).join(' || ')})`;
  return operator === 'in' ? some : `!${some}`;
}

function factsOf(rule: Condition): string[] {
  if ('all' in rule) return rule.all.flatMap(factsOf);
  if ('any' in rule) return rule.any.flatMap(factsOf);
  return 'not' in rule ? factsOf(rule.not) : [leafOf(rule).fact];
}

const SIGNS: Readonly<Record<string, string>> = {
  equal: '===',
  notEqual: '!==',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
};

type Test = (user: User) => boolean;

/** The alternative to generated code: one closure a node, the same guards. */
function closures(rules: readonly Condition[]): Peer['match'] {
  const tests = rules.map(closure);
  return (users) => users.map((user) => holding(tests, (test) => test(user)));
}

function closure(rule: Condition): Test {
  if ('not' in rule) {
    const inner = closure(rule.not);
    return (user) => !inner(user);
  }
  if ('all' in rule || 'any' in rule) {
    const parts = ('all' in rule ? rule.all : rule.any).map(closure);
    const stopsAt = 'any' in rule;
    return (user) => {
      for (const part of parts) if (part(user) === stopsAt) return stopsAt;
      return !stopsAt;
    };
  }
  return leafClosure(leafOf(rule));
}

function leafClosure({ fact, operator, value }: LeafCondition): Test {
  const read = (user: User): unknown => (Object.hasOwn(user, fact) ? user[fact] : undefined);
  const numeric = (holds: (a: number, b: number) => boolean): Test => {
    return (user) => {
      const actual = read(user);
      if (typeof actual !== 'number' && Number.isNaN(Number.parseFloat(String(actual)))) return false;
      return holds(actual as number, value as number);
    };
  };
  const tests: Readonly<Record<string, () => Test>> = {
    equal: () => (user) => read(user) === value,
    notEqual: () => (user) => read(user) !== value,
    in: () => (user) => (value as unknown[]).includes(read(user)),
    notIn: () => (user) => !(value as unknown[]).includes(read(user)),
    contains: () => (user) => isListWith(read(user), value),
    doesNotContain: () => (user) => Array.isArray(read(user)) && !isListWith(read(user), value),
    lessThan: () => numeric((a, b) => a < b),
    lessThanInclusive: () => numeric((a, b) => a <= b),
    greaterThan: () => numeric((a, b) => a > b),
    greaterThanInclusive: () => numeric((a, b) => a >= b),
  };
  return tests[operator]!();
}

function isListWith(list: unknown, item: unknown): boolean {
  return Array.isArray(list) && list.includes(item);
}

function jsonLogic(rules: readonly Condition[]): Peer['match'] {
  const engine = new LogicEngine();
  const built = rules.map((rule) => engine.build(logic(rule)) as Test);
  return (users) => users.map((user) => holding(built, (test) => test(user)));
}

function logic(rule: Condition): unknown {
  if ('all' in rule) return { and: rule.all.map(logic) };
  if ('any' in rule) return { or: rule.any.map(logic) };
  if ('not' in rule) return { '!': [logic(rule.not)] };
  const { fact, operator, value } = leafOf(rule);
  const left = { var: fact };
  if (operator === 'in') return { in: [left, value] };
  if (operator === 'notIn') return { '!': [{ in: [left, value] }] };
  if (operator === 'contains') return { in: [value, left] };
  if (operator === 'doesNotContain') return { '!': [{ in: [value, left] }] };
  return { [SIGNS[operator]!]: [left, value] };
}

/** One call takes a batch of users: handing over to the native side costs more than the rules do. */
function zen(rules: readonly Condition[]): Peer['match'] {
  const expression = `map(users, [${rules.map(zenExpression).join(', ')}])`;
  return (users) => {
    const answers: boolean[][] = [];
    for (let from = 0; from < users.length; from += 500) {
      answers.push(...(evaluateExpressionSync(expression, { users: users.slice(from, from + 500) }) as boolean[][]));
    }
    return answers.map((answer) => holding(answer, Boolean));
  };
}

function zenExpression(rule: Condition): string {
  if ('all' in rule) return `(${rule.all.map(zenExpression).join(' and ')})`;
  if ('any' in rule) return `(${rule.any.map(zenExpression).join(' or ')})`;
  if ('not' in rule) return `not ${zenExpression(rule.not)}`;
  const { fact, operator, value } = leafOf(rule);
  if (operator === 'contains') return `(${JSON.stringify(value)} in #.${fact})`;
  if (operator === 'doesNotContain') return `(${JSON.stringify(value)} not in #.${fact})`;
  const signs: Readonly<Record<string, string>> = { ...SIGNS, equal: '==', notEqual: '!=', in: 'in', notIn: 'not in' };
  return `(#.${fact} ${signs[operator]!} ${JSON.stringify(value)})`;
}

function jsonRules(rules: readonly Condition[]): Peer['match'] {
  const engine = new Engine([], { allowUndefinedFacts: true });
  rules.forEach((rule, index) => {
    engine.addRule({ conditions: rule as TopLevelCondition, event: { type: 'holds', params: { index } } });
  });
  return async (users) => {
    const matches: number[][] = [];
    for (const user of users) {
      const { events } = await engine.run(user);
      matches.push(events.map((event) => event.params!['index'] as number).sort((a, b) => a - b));
    }
    return matches;
  };
}

function holding<T>(items: readonly T[], holds: (item: T) => boolean): number[] {
  const indexes: number[] = [];
  for (let i = 0; i < items.length; i++) if (holds(items[i]!)) indexes.push(i);
  return indexes;
}

function leafOf(rule: Condition): LeafCondition {
  if (!('fact' in rule)) throw new Error('The bench has no references');
  return rule;
}
