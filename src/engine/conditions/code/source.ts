import { type Form, FORMS, IN_ZONE, type Reader } from './forms.js';
import { type MemberBits } from './member-bits.js';
import { RUNTIME } from './runtime.js';
import { type LeafNode, type Slot } from '../language/tree.js';

/**
 * How many functions were compiled, which is written at their ends: V8 shares what it knows of a function's constants
 * and values with all functions of the same text, of which it then knows little.
 */
let compiled = 0;

/** What a function's text depends on beside its conditions. */
interface Surroundings {
  /** In which a date without a time is a day. */
  readonly timeZone: string;
  /** Of facts that are no members of an object. */
  readonly reader?: Reader;
  /** Of lists that are asked for several items, by their slots' indexes. */
  readonly memberBits: ReadonlyMap<number, MemberBits>;
}

/**
 * Source text of one function under construction. The text consists of words of this folder and generated names
 * (`c12`, `v3`) only: every name, number and text of a document is an entry of the array of constants that the
 * generated function receives, so a document can never become source text.
 */
export class FunctionSource {
  readonly #constants: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  /** The statements that bind local names, in their order. */
  readonly #locals = new Map<string, string>();
  readonly #functions: string[] = [];
  #used = new Set<string>();

  constructor(private readonly surroundings: Surroundings) {}

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

  /** The local name of a form of a slot's value. */
  local(form: Form, slot: Slot): string {
    return this.#use(this.#declare(form, slot));
  }

  /** The local name of the bits of what a list contains, and the bit of an item; undefined where it has none. */
  member(slot: Slot, item: unknown): { readonly found: string; readonly bit: number } | undefined {
    const bits = this.surroundings.memberBits.get(slot.index);
    const bit = bits?.get(item);
    if (bit === undefined) return undefined;
    const found = `k${slot.index}`;
    const value = this.#declare('v', slot);
    this.#locals.set(found, `const ${found}=bitsOf(${value},${this.constant(bits)});`);
    return { found: this.#use(found), bit };
  }

  /** An expression for a leaf that the reader of facts knows by itself. */
  known(node: LeafNode): string | undefined {
    return this.surroundings.reader?.leaf(node);
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
    return this.#compile(
      `function(facts,resolve){const own=prototypeOf(facts),foreign=own!==base&&own!==null;${this.#bound()}${statements}}`,
    );
  }

  /** The function `(arrays, rows, out)` that puts the rows for which a test holds into `out` and gives their number. */
  buildLoop(test: string, arrayNames: readonly string[]): unknown {
    const loop = `for(let i=0;i<rows.length;i++){const row=rows[i];${this.#bound()}if(${test})out[kept++]=row;}`;
    const arrays = arrayNames.map((name, index) => `const ${name}=arrays[${index}];`);
    return this.#compile(`function(arrays,rows,out){${arrays.join('')}let kept=0;${loop}return kept;}`);
  }

  #bound(): string {
    return [...this.#locals.values()].join('');
  }

  #compile(written: string): unknown {
    const constants = this.#constants.map((_, index) => `const c${index}=constants[${index}];`);
    const source = ['"use strict";', ...constants, ...this.#functions, `return ${written}//${compiled++}`].join('');
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- text of ours only
    return new Function('constants', ...Object.keys(RUNTIME), source)(this.#constants, ...Object.values(RUNTIME));
  }

  #use(name: string): string {
    this.#used.add(name);
    return name;
  }

  /** A form that is computed from the value is bound after it. */
  #declare(form: Form, slot: Slot): string {
    const name = `${form}${slot.index}`;
    if (!this.#locals.has(name)) this.#locals.set(name, this.#binding(form, slot));
    return name;
  }

  #binding(form: Form, slot: Slot): string {
    const { reader, timeZone } = this.surroundings;
    const read = reader?.read(form, slot);
    if (read !== undefined) return read;
    if (form === 'v') return this.#bindValue(slot);
    const value = this.#declare('v', slot);
    const name = `${form}${slot.index}`;
    if (form === 'n') return `const ${name}=typeof ${value}==='number'?${value}:orderableNumber(${value});`;
    const zone = IN_ZONE.includes(form) ? `,${this.constant(timeZone)}` : '';
    return `const ${name}=${FORMS[form]}(${value}${zone});`;
  }

  #bindValue({ index, ref, read }: Slot): string {
    const value = `v${index}`;
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
