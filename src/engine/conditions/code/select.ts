import { emitTester } from './emit.js';
import { type ColumnResolver, type FactColumn } from './fact-column.js';
import { type Form, FORMS, type Reader } from './forms.js';
import { memberBitsOf } from './member-bits.js';
import { testOf } from './node-code.js';
import { RUNTIME } from './runtime.js';
import { FunctionSource } from './source.js';
import { type ConditionForest, type ConditionNode, type LeafNode, type Slot } from '../language/tree.js';

/** Those of the rows for which a condition holds, in the order given. */
export type RowSelector = (columnOf: ColumnResolver, rows: Uint32Array) => Uint32Array;

type Columns = readonly (FactColumn | undefined)[];
type Kind = FactColumn['kind'] | 'none';

/**
 * A condition as one loop over typed columns, generated for the kinds of the columns when they are first seen. Numbers are
 * compared where they stand; of texts and lists a test is made once for each entry of their dictionary.
 */
export function emitSelector(root: ConditionNode, { slots, timeZone }: ConditionForest): RowSelector {
  const loops = new Map<string, (columns: Columns, rows: Uint32Array) => Uint32Array>();
  return (columnOf, rows) => {
    const columns = slots.map(({ ref }) => columnOf(ref));
    const kinds = columns.map((column): Kind => column?.kind ?? 'none');
    const layout = kinds.join();
    let loop = loops.get(layout);
    if (loop === undefined) loops.set(layout, (loop = emitLoop(root, kinds, timeZone)));
    return loop(columns, rows);
  };
}

type Loop = (arrays: readonly unknown[], rows: Uint32Array, out: Uint32Array) => number;

function emitLoop(
  root: ConditionNode,
  kinds: readonly Kind[],
  timeZone: string,
): (columns: Columns, rows: Uint32Array) => Uint32Array {
  const reader = new ColumnReader(kinds, timeZone);
  const source = new FunctionSource({ timeZone, reader, memberBits: memberBitsOf([root]) });
  const test = testOf(root, source);
  const run = source.buildLoop(test, reader.names) as Loop;
  return (columns, rows) => {
    const kept = new Uint32Array(rows.length);
    return kept.subarray(0, run(reader.arraysOf(columns), rows, kept));
  };
}

/** Gives an array that generated code reads. */
type ArrayOf = (columns: Columns) => unknown;

/** Reads facts from typed columns, at `row`. */
class ColumnReader implements Reader {
  readonly #arrays = new Map<string, ArrayOf>();

  constructor(
    private readonly kinds: readonly Kind[],
    private readonly timeZone: string,
  ) {}

  /** The arrays that were asked for, by their names in generated code. */
  get names(): readonly string[] {
    return [...this.#arrays.keys()];
  }

  arraysOf(columns: Columns): readonly unknown[] {
    return [...this.#arrays.values()].map((arrayOf) => arrayOf(columns));
  }

  read(form: Form, slot: Slot): string | undefined {
    const kind = this.kinds[slot.index] ?? 'none';
    const local = `${form}${slot.index}`;
    const isOrder = form === 'n' || form === 'g' || form === 'p';
    if (isDictionary(kind))
      return `const ${local}=${this.#lookUp(`x${local}`, slot, formTable(form, slot, this.timeZone))};`;
    if (isOrder && kind === 'none') return `const ${local}=NaN;`;
    if (isOrder && kind === 'number') return `const ${local}=${this.#cell(slot)};`;
    if ((form === 'd' || form === 'l') && kind === 'date') return `const ${local}=momentAt(${this.#cell(slot)});`;
    return form === 'v' ? `const ${local}=${this.#value(kind, slot)};` : undefined;
  }

  leaf(node: LeafNode): string | undefined {
    const { slot, expected } = node;
    if (!isDictionary(this.kinds[slot.index] ?? 'none') || expected.kind === 'fact') return undefined;
    return `(${this.#lookUp(`t${this.#arrays.size}`, slot, testTable(node, this.timeZone))}===1)`;
  }

  /** Numbers, booleans and dates are no objects, which paths leave as they are. */
  #value(kind: Kind, slot: Slot): string {
    switch (kind) {
      case 'number':
        return `numberAt(${this.#cell(slot)})`;
      case 'boolean':
        return `booleanAt(${this.#cell(slot)})`;
      case 'date':
        return `dateText(${this.#cell(slot)})`;
      case 'mixed':
        return slot.read === null
          ? this.#cell(slot)
          : `${this.#array(`r${slot.index}`, () => slot.read)}(${this.#cell(slot)})`;
      default:
        return 'undefined';
    }
  }

  #cell({ index }: Slot): string {
    return `${this.#array(`a${index}`, (columns) => valuesOf(columns[index]))}[row]`;
  }

  /** An entry of a table that has one for no value, and then those of the dictionary. */
  #lookUp(name: string, { index }: Slot, tableOf: (entries: readonly unknown[]) => unknown): string {
    const codes = this.#array(`k${index}`, (columns) => codesOf(columns[index]));
    return `${this.#array(name, (columns) => tableOf(entriesOf(columns[index])))}[${codes}[row]+1]`;
  }

  #array(name: string, arrayOf: ArrayOf): string {
    if (!this.#arrays.has(name)) this.#arrays.set(name, arrayOf);
    return name;
  }
}

function isDictionary(kind: Kind): boolean {
  return kind === 'category' || kind === 'list';
}

function valuesOf(column: FactColumn | undefined): unknown {
  return column !== undefined && 'values' in column ? column.values : undefined;
}

function codesOf(column: FactColumn | undefined): unknown {
  return column !== undefined && 'codes' in column ? column.codes : undefined;
}

function entriesOf(column: FactColumn | undefined): readonly unknown[] {
  if (column?.kind === 'category') return column.categories;
  return column?.kind === 'list' ? column.lists : [];
}

/** The forms of the entries of a dictionary. */
function formTable(form: Form, { read }: Slot, timeZone: string): (entries: readonly unknown[]) => unknown {
  const formOf = form === 'v' ? (value: unknown) => value : RUNTIME[FORMS[form]];
  return onceEach((entries) =>
    [undefined, ...entries].map((entry) => formOf(read === null ? entry : read(entry), timeZone)),
  );
}

/** 1 for each entry of a dictionary for which a leaf holds: tested by the same code as a single value. */
function testTable(node: LeafNode, timeZone: string): (entries: readonly unknown[]) => unknown {
  const test = emitTester(node, timeZone);
  const { fact } = node.slot.ref;
  const holds = (entry: unknown): boolean => test(Object.fromEntries([[fact, entry]]), () => entry);
  return onceEach((entries) => Uint8Array.from([undefined, ...entries], (entry) => Number(holds(entry))));
}

/** Remembers what was made of each dictionary, as long as it does not grow. */
function onceEach<T extends { readonly length: number }>(
  make: (entries: readonly unknown[]) => T,
): (entries: readonly unknown[]) => T {
  const made = new WeakMap<readonly unknown[], T>();
  return (entries) => {
    const known = made.get(entries);
    if (known?.length === entries.length + 1) return known;
    const table = make(entries);
    made.set(entries, table);
    return table;
  };
}
