import { type DateRange } from '../values/dates.js';
import { comparisonOf, type ComparisonName, isComparison, SIGNS } from '../language/operators.js';
import { type Reading } from '../language/readings.js';
import { RUNTIME } from './runtime.js';
import { type ConditionNode, type ExpectedOperand, type LeafNode, type Slot } from '../language/tree.js';

/** Longer lists are looked up in a hash set. */
const LONGEST_CHAIN = 8;

/** The forms of a slot's value that code may ask for, each computed once an evaluation, and how. */
export const FORMS = {
  /** The value itself. */
  v: '',
  /** The number that `<` would compare, NaN where there is none. */
  n: 'orderableNumber',
  /** What `<` would compare on the left, undefined where the guard says no. */
  g: 'orderable',
  /** What `<` would compare on the right. */
  p: 'primitive',
  /** The list itself; an empty one where there is none. */
  s: 'listOf',
  /** Without upper and lower case. */
  f: 'folded',
  /** The moment of a date, NaN where it is none. */
  d: 'moment',
  /** The same, and of a list the moments of its items. */
  l: 'moments',
  /** The version, or those of a list. */
  r: 'versions',
} as const;
export type Form = keyof typeof FORMS;
/** Forms that depend on where a day begins. */
const IN_ZONE: readonly Form[] = ['d', 'l'];
/** The form that each reading compares where it has no faster way. */
const READ: Readonly<Record<Reading, Form>> = { plain: 'v', folded: 'f', dates: 'l', versions: 'r', expressions: 'v' };
/** Operators that are written out where the reading is not of dates; comparisons are, too. */
const INLINE: readonly string[] = ['equal', 'notEqual', 'in', 'notIn', 'contains', 'doesNotContain', 'exists'];
/** The end of a day that each comparison looks at. */
const EDGES: Readonly<Record<ComparisonName, keyof DateRange>> = {
  lessThan: 'first',
  lessThanInclusive: 'last',
  greaterThan: 'last',
  greaterThanInclusive: 'first',
};

interface Local {
  readonly form: Form;
  readonly slot: Slot;
}

/** Where generated code finds facts, where they are not the members of an object. */
export interface Reader {
  /** The statement that binds a form of a slot's value; undefined where it is computed from the value as everywhere. */
  read(form: Form, slot: Slot): string | undefined;
  /** An expression for a leaf that is known without the value; undefined where it is compared as everywhere. */
  leaf(node: LeafNode): string | undefined;
}

/**
 * How many functions were compiled, which is written at their ends: V8 shares what it knows of a function's constants
 * and values with all functions of the same text, of which it then knows little.
 */
let compiled = 0;

/**
 * Source text of one function under construction. The text consists of words of this module and generated names
 * (`c12`, `v3`) only: every name, number and text of a document is an entry of the array of constants that the
 * generated function receives, so a document can never become source text.
 */
export class FunctionSource {
  readonly #constants: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  readonly #locals = new Map<string, Local>();
  readonly #functions: string[] = [];
  #used = new Set<string>();

  /**
   * @param timeZone in which a date without a time is a day
   * @param reader of facts that are no members of an object
   */
  constructor(
    private readonly timeZone: string,
    private readonly reader: Reader | null = null,
  ) {}

  /** The name of a constant, the same for the same value. */
  constant(value: unknown): string {
    // A Map takes −0 for 0.
    const known = Object.is(value, -0) ? undefined : this.#names.get(value);
    if (known !== undefined) return known;
    const name = `c${this.#constants.length}`;
    this.#constants.push(typeof value === 'string' ? internalised(value) : value);
    if (!Object.is(value, -0)) this.#names.set(value, name);
    return name;
  }

  /** A boolean expression, true where the condition holds. */
  test(node: ConditionNode): string {
    switch (node.kind) {
      case 'leaf':
        return this.#compare(node);
      case 'segment':
        return this.test(node.child);
      case 'not':
        return `!${this.test(node.child)}`;
      default:
        // An empty group holds, `any` too.
        if (node.children.length === 0) return 'true';
        return `(${node.children.map((child) => this.test(child)).join(node.kind === 'all' ? '&&' : '||')})`;
    }
  }

  /** An expression that gives the node's trace. */
  trace(node: ConditionNode): string {
    const trace = this.#nameless(node);
    return node.name === undefined ? trace : `named(${trace},${this.constant(node.name)})`;
  }

  #nameless(node: ConditionNode): string {
    const pointer = this.constant(node.pointer);
    switch (node.kind) {
      case 'leaf':
        return this.#leafTrace(node, pointer);
      case 'segment':
        return `traceSegment(${this.trace(node.child)},${pointer},${this.constant(node.segment.id)})`;
      case 'not':
        return `traceNot(${this.trace(node.child)},${pointer})`;
      default: {
        const children = node.children.map((child) => this.trace(child)).join(',');
        return `${node.kind === 'all' ? 'traceAll' : 'traceAny'}([${children}],${pointer})`;
      }
    }
  }

  /** Puts statements that `write` gives into a function of their own; returns the statement that calls it. */
  piece(write: () => string): string {
    const outer = this.#used;
    this.#used = new Set();
    const body = write();
    const parameters = ['out', ...this.#used].join(',');
    const name = `m${this.#functions.length}`;
    this.#functions.push(`function ${name}(${parameters}){${body}}`);
    this.#used = outer;
    return `${name}(${parameters});`;
  }

  /** The function `(facts, resolve)` with these statements, in which every local name that was asked for is bound. */
  build(statements: string): unknown {
    const reading = this.#reading();
    return this.#compile(
      `function(facts,resolve){const own=prototypeOf(facts),foreign=own!==base&&own!==null;${reading}${statements}}`,
    );
  }

  /** The function `(arrays, rows, out)` that puts the rows for which a test holds into `out` and gives their number. */
  buildLoop(test: string, arrayNames: () => readonly string[]): unknown {
    const loop = `for(let i=0;i<rows.length;i++){const row=rows[i];${this.#reading()}if(${test})out[kept++]=row;}`;
    const arrays = arrayNames().map((name, index) => `const ${name}=arrays[${index}];`);
    return this.#compile(`function(arrays,rows,out){${arrays.join('')}let kept=0;${loop}return kept;}`);
  }

  #reading(): string {
    return [...this.#locals.values()].map((local) => this.#read(local)).join('');
  }

  #compile(written: string): unknown {
    const constants = this.#constants.map((_, index) => `const c${index}=constants[${index}];`);
    const source = ['"use strict";', ...constants, ...this.#functions, `return ${written}//${compiled++}`].join('');
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- text of ours only
    return new Function('constants', ...Object.keys(RUNTIME), source)(this.#constants, ...Object.values(RUNTIME));
  }

  #compare(node: LeafNode): string {
    const { operator, reading } = node;
    const known = this.reader?.leaf(node);
    if (known !== undefined) return known;
    if (operator.builtIn !== null && operator.decorators.length === 0) {
      const written = reading === 'dates' ? this.#compareDate(node) : this.#compareInline(node);
      if (written !== undefined) return written;
    }
    const compare = this.constant(comparisonOf(operator, reading === 'dates'));
    return `${compare}(${this.#local(READ[reading], node.slot)},${this.#expectedValue(node)})`;
  }

  /** One native comparison; undefined for operators that are called. */
  #compareInline(node: LeafNode): string | undefined {
    const { slot, operator, expected, reading } = node;
    const { builtIn } = operator;
    if (builtIn === null) return undefined;
    if (isComparison(builtIn)) return this.#order(slot, SIGNS[builtIn], expected);
    if (!INLINE.includes(builtIn)) return undefined;
    const value = this.#local(READ[reading], slot);
    const other = this.#expectedValue(node);
    switch (builtIn) {
      case 'equal':
        return `(${value}===${other})`;
      case 'notEqual':
        return `(${value}!==${other})`;
      case 'in':
        return this.#isIn(value, node);
      case 'notIn':
        return `!${this.#isIn(value, node)}`;
      case 'contains':
        return this.#contains(value, node);
      case 'doesNotContain':
        return `(isList(${value})&&!${this.#contains(value, node)})`;
      default:
        return `((${value}!==undefined&&${value}!==null)===${other})`;
    }
  }

  /** A date against a day of the rule: its moments are numbers, and so one comparison or two. */
  #compareDate({ slot, operator: { builtIn }, expected }: LeafNode): string | undefined {
    if (builtIn === null || expected.kind === 'fact') return undefined;
    const { read } = expected;
    if (builtIn === 'exists')
      return `((${this.#local('d', slot)}===${this.#local('d', slot)})===${this.constant(read)})`;
    if (isComparison(builtIn) && isRange(read)) {
      return `(${this.#local('d', slot)}${SIGNS[builtIn]}${this.constant(read[EDGES[builtIn]])})`;
    }
    if ((builtIn === 'equal' || builtIn === 'notEqual') && isRange(read)) {
      const isSame = this.#isWithin(slot, read);
      return builtIn === 'equal' ? isSame : `!${isSame}`;
    }
    if ((builtIn !== 'in' && builtIn !== 'notIn') || !isList(read) || read.length > LONGEST_CHAIN) return undefined;
    const days = read.filter(isRange).map((day) => this.#isWithin(slot, day));
    const isIn = days.length === 0 ? 'false' : `(${days.join('||')})`;
    return builtIn === 'in' ? isIn : `!${isIn}`;
  }

  #isWithin(slot: Slot, { first, last }: DateRange): string {
    const date = this.#local('d', slot);
    return `(${date}>=${this.constant(first)}&&${date}<=${this.constant(last)})`;
  }

  #order(slot: Slot, sign: string, expected: ExpectedOperand): string {
    if (expected.kind === 'fact') return `(${this.#local('g', slot)}${sign}${this.#local('p', expected.slot)})`;
    const form = typeof expected.value === 'number' ? 'n' : 'g';
    return `(${this.#local(form, slot)}${sign}${this.constant(expected.value)})`;
  }

  /** `indexOf` and not `includes`: NaN equals nothing. */
  #contains(value: string, node: LeafNode): string {
    const item = this.#expectedValue(node);
    return node.reading === 'plain'
      ? `(${this.#local('s', node.slot)}.indexOf(${item})!==-1)`
      : `includes(${value},${item})`;
  }

  #isIn(value: string, node: LeafNode): string {
    const { expected } = node;
    if (expected.kind === 'fact' || !isList(expected.read)) return `includes(${this.#expectedValue(node)},${value})`;
    const items = [...new Set(expected.read)].filter((item) => !Number.isNaN(item));
    if (items.length === 0) return 'false';
    if (items.length > LONGEST_CHAIN) return `${this.constant(new Set(items))}.has(${value})`;
    return `(${items.map((item) => `${value}===${this.constant(item)}`).join('||')})`;
  }

  #leafTrace(node: LeafNode, pointer: string): string {
    const { leaf, expected, slot } = node;
    const optional = [
      ['params', leaf.params],
      ['path', leaf.path],
      ['expectedFact', expected.kind === 'fact' ? expected.fact : undefined],
    ] as const;
    const fields = [
      "kind:'leaf'",
      `result:${this.#compare(node)}`,
      `pointer:${pointer}`,
      `fact:${this.constant(leaf.fact)}`,
      `operator:${this.constant(leaf.operator)}`,
      `expected:${expected.kind === 'fact' ? this.#local('v', expected.slot) : this.constant(expected.value)}`,
      `actual:${this.#local('v', slot)}`,
      ...optional.filter(([, value]) => value !== undefined).map(([key, value]) => `${key}:${this.constant(value)}`),
    ];
    return `{${fields.join(',')}}`;
  }

  /** What the leaf is compared with, as it reads it. */
  #expectedValue({ expected, reading }: LeafNode): string {
    return expected.kind === 'fact' ? this.#local(READ[reading], expected.slot) : this.constant(expected.read);
  }

  #local(form: Form, slot: Slot): string {
    if (form !== 'v' && this.reader?.read(form, slot) === undefined) this.#declare('v', slot);
    const name = this.#declare(form, slot);
    this.#used.add(name);
    return name;
  }

  #declare(form: Form, slot: Slot): string {
    const name = `${form}${slot.index}`;
    if (!this.#locals.has(name)) this.#locals.set(name, { form, slot });
    return name;
  }

  #read({ form, slot }: Local): string {
    const value = `v${slot.index}`;
    const read = this.reader?.read(form, slot);
    if (read !== undefined) return read;
    if (form === 'n') return `const n${slot.index}=typeof ${value}==='number'?${value}:orderableNumber(${value});`;
    const zone = IN_ZONE.includes(form) ? `,${this.constant(this.timeZone)}` : '';
    if (form !== 'v') return `const ${form}${slot.index}=${FORMS[form]}(${value}${zone});`;
    return this.#readValue(slot, value);
  }

  #readValue({ ref, read }: Slot, value: string): string {
    const name = this.constant(ref.fact);
    // Inherited values do not count; `isOwn` is asked only where something could be inherited, for it is slow.
    const own = `${value}=facts[${name}];if(${value}!==undefined&&(foreign||base[${name}]!==undefined)&&!isOwn(facts,${name}))${value}=undefined;`;
    const raw =
      ref.params === undefined ? own : `if(resolve!==undefined)${value}=resolve(${this.constant(ref)});else{${own}}`;
    const part = read === null ? '' : `${value}=${this.constant(read)}(${value});`;
    return `let ${value};${raw}${part}`;
  }
}

/**
 * The same text in the form of names of properties, of which there is one copy: V8 finds such names in objects, and
 * compares such texts, by address. Texts that were parsed or put together are none.
 */
function internalised(text: string): string {
  const [name = text] = Object.keys({ [text]: true });
  return name;
}

function isRange(value: unknown): value is DateRange {
  return typeof value === 'object' && value !== null && 'first' in value;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
