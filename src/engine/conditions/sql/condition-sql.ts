import { StrataError } from '#sdk';
import { type FactCatalogue, type FactType } from '../../index.js';
import {
  type ComparisonName,
  isComparison,
  isTextTest,
  type ParsedOperator,
  SIGNS,
  type TextTestName,
} from '../language/operators.js';
import { definiteSteps } from '../values/paths.js';
import { type Reading } from '../language/readings.js';
import { dateSql, type DateSql, isDateSql } from './dates.js';
import { foldingOf, textTestSql } from './texts.js';
import { type ConditionDialect, constantScalar, type DialectName, DIALECTS, type SqlScalar } from '../../sql/index.js';
import { anded, compareSql, equalAnySql, equalSql, ored } from './scalars.js';
import { type ConditionNode, type ExpectedOperand, type LeafNode, type Slot } from '../language/tree.js';
import { type FactRef, type SqlColumns } from '../language/types.js';

/**
 * A condition as a boolean SQL expression that is never NULL: `test` on values of the facts' types and on missing ones
 * (NULL). Texts are compared by code point; of the texts that stand for numbers only decimal ones do.
 *
 * @throws StrataError INVALID_DOCUMENT with the pointer of the part that SQL cannot say
 */
export function conditionSql(root: ConditionNode, target: SqlTarget): string {
  return new Writer(target).write(root);
}

/** What a condition is written for. */
interface SqlTarget {
  readonly dialect: DialectName;
  readonly columns: SqlColumns;
  /** In which a date without a time is a day. */
  readonly timeZone: string;
}

/** The columns that a condition reads unless told otherwise: named as the fact's key, of the catalogue's type. */
export function columnsOf(catalogue: FactCatalogue, dialect: DialectName): SqlColumns {
  return ({ fact, key, params }) => {
    const type = params === undefined && Object.hasOwn(catalogue, fact) ? catalogue[fact]?.type : undefined;
    const isMeasured = params !== undefined && (fact === 'events' || fact === 'score');
    return type === undefined && !isMeasured ? undefined : { sql: DIALECTS[dialect].name(key), type: type ?? 'number' };
  };
}

/** What stands on a side of an operator. */
type Operand =
  | { readonly kind: 'scalar'; readonly value: SqlScalar }
  /** A fact that is a list: jsonb, or JSON on DuckDB; NULL where it has no value. */
  | { readonly kind: 'list'; readonly json: string; readonly ref: FactRef }
  /** A constant list. */
  | { readonly kind: 'items'; readonly items: readonly SqlScalar[] };

class Writer {
  private readonly dialect: ConditionDialect;
  private readonly dates: DateSql;
  #pointer = '';
  /** The leaf that is being written, as it is written in the document. */
  #words = '';
  #reading: Reading = 'plain';
  #fold: (text: string) => string = (text) => text;
  #depth = 0;

  constructor(private readonly target: SqlTarget) {
    this.dialect = DIALECTS[target.dialect];
    this.dates = dateSql({ dialect: this.dialect, timeZone: target.timeZone });
  }

  write(node: ConditionNode): string {
    switch (node.kind) {
      case 'leaf':
        return this.#leaf(node);
      case 'segment':
        return this.write(node.child);
      case 'not':
        return negated(this.write(node.child));
      case 'all':
        return anded(node.children.map((child) => this.write(child)));
      case 'any':
        // An empty group holds, `any` too.
        return node.children.length === 0 ? 'true' : ored(node.children.map((child) => this.write(child)));
    }
  }

  #leaf({ leaf, slot, operator, reading, expected, pointer }: LeafNode): string {
    this.#pointer = pointer;
    this.#words = `"${leaf.fact}" "${leaf.operator}"`;
    this.#reading = reading;
    this.#fold = reading === 'folded' ? this.#folding(expected) : (text) => text;
    const left = this.#fact(slot, leaf.path);
    return this.#compare(operator, operator.decorators, left, this.#expected(expected));
  }

  #expected(expected: ExpectedOperand): Operand {
    if (expected.kind === 'fact') return this.#fact(expected.slot, expected.fact.path);
    const value = this.#reading === 'folded' ? expected.read : expected.value;
    if (Array.isArray(value)) return { kind: 'items', items: value.map((item: unknown) => this.#constant(item)) };
    return { kind: 'scalar', value: this.#constant(value) };
  }

  #folding(expected: ExpectedOperand): (text: string) => string {
    if (expected.kind === 'constant') return foldingOf(expected.read, this.dialect);
    return this.#cannot('SQL cannot compare two facts without their case', 'a constant beside ignoringCase:');
  }

  #constant(value: unknown): SqlScalar {
    const scalar = constantScalar(value, this.dialect);
    return (
      scalar ?? this.#cannot('No database can hold this text', 'text without zero characters and broken surrogates')
    );
  }

  #fact({ ref }: Slot, path: string | undefined): Operand {
    const column = this.target.columns(ref);
    if (column === undefined) return this.#cannot(`There is no column for "${ref.key}"`, 'a fact that has a column');
    if (column.type === 'list') return this.#listFact(column.sql, ref, path);
    // A path goes through everything that is neither an object nor a list.
    return {
      kind: 'scalar',
      value: this.#value({ [KINDS[column.type]]: column.sql, isMissing: `${column.sql} is null` }),
    };
  }

  /** A value of the database as the leaf reads it. */
  #value(value: SqlScalar): SqlScalar {
    return value.text === undefined ? value : { ...value, text: this.#fold(value.text) };
  }

  #listFact(json: string, ref: FactRef, path: string | undefined): Operand {
    if (path === undefined || path === '' || path === '$') return { kind: 'list', json, ref };
    const [step, ...more] = definiteSteps(path) ?? [];
    if (step === undefined || more.length > 0) {
      return this.#cannot(`SQL cannot follow the path "${path}"`, 'the path of an item, such as $[0], or $.length');
    }
    if (step === 'length')
      return { kind: 'scalar', value: { number: this.dialect.listLength(json), isMissing: `${json} is null` } };
    if (!/^(0|[1-9]\d{0,8})$/.test(step)) return { kind: 'scalar', value: { isMissing: 'true' } };
    return { kind: 'scalar', value: this.#value(this.dialect.itemAt(json, step)) };
  }

  #compare(operator: ParsedOperator, decorators: ParsedOperator['decorators'], left: Operand, right: Operand): string {
    const [decorator, ...rest] = decorators;
    const next = (a: Operand, b: Operand) => this.#compare(operator, rest, a, b);
    if (decorator === undefined) return this.#apply(operator, left, right);
    switch (decorator) {
      case 'not':
        return negated(next(left, right));
      case 'swap':
        return next(right, left);
      case 'someFact':
        return this.#some(left, (each) => next(each, right));
      case 'everyFact':
        return this.#every(left, (each) => next(each, right));
      case 'someValue':
        return this.#some(right, (each) => next(left, each));
      case 'everyValue':
        return this.#every(right, (each) => next(left, each));
    }
  }

  #some(list: Operand, test: (item: Operand) => string): string {
    if (list.kind === 'scalar') return 'false';
    if (list.kind === 'items') return ored(list.items.map((value) => test({ kind: 'scalar', value })));
    const name = `i${String(this.#depth++)}`;
    const some = this.dialect.someItem(list.json, name, (item) => test({ kind: 'scalar', value: this.#value(item) }));
    this.#depth--;
    return some;
  }

  #every(list: Operand, test: (item: Operand) => string): string {
    if (list.kind === 'scalar') return 'false';
    if (list.kind === 'items') return anded(list.items.map((value) => test({ kind: 'scalar', value })));
    const fails = this.#some(list, (item) => negated(test(item)));
    return `(${list.json} is not null and not ${fails})`;
  }

  #apply({ builtIn, name }: ParsedOperator, left: Operand, right: Operand): string {
    if (builtIn === null) return this.#cannot(`The operator "${name}" is not known to SQL`, 'a built-in operator');
    if (isComparison(builtIn)) return this.#order(builtIn, left, right);
    if (isTextTest(builtIn)) return this.#testText(builtIn, left, right);
    switch (builtIn) {
      case 'equal':
        return this.#equal(left, right);
      case 'notEqual':
        return negated(this.#equal(left, right));
      case 'in':
        return this.#includes(right, left);
      case 'notIn':
        return negated(this.#includes(right, left));
      case 'contains':
        return this.#includes(left, right);
      case 'doesNotContain':
        return left.kind === 'scalar'
          ? 'false'
          : anded([
              ...(left.kind === 'list' ? [`${left.json} is not null`] : []),
              negated(this.#includes(left, right)),
            ]);
      case 'exists':
        return this.#exists(left, right);
      default:
        return this.#cannot(
          `SQL cannot say "${name}" as exactly as it is meant`,
          'another operator, where SQL is needed',
        );
    }
  }

  /** The value is a constant: true or false. */
  #exists(left: Operand, right: Operand): string {
    const isWanted = right.kind === 'scalar' && right.value.boolean === 'true';
    const known = this.#isKnown(left);
    return isWanted ? known : negated(known);
  }

  #isKnown(operand: Operand): string {
    if (operand.kind === 'items') return 'true';
    if (operand.kind === 'list') return `${operand.json} is not null`;
    const { text, isNull, isMissing = 'false' } = operand.value;
    if (this.#reading === 'dates') return text === undefined ? 'false' : isDateSql(text, this.dialect);
    return negated(isNull === undefined ? isMissing : ored([isMissing, isNull]));
  }

  #testText(name: TextTestName, left: Operand, right: Operand): string {
    if (left.kind !== 'scalar' || right.kind !== 'scalar') return 'false';
    return textTestSql(name, left.value, right.value, this.dialect);
  }

  #order(name: ComparisonName, left: Operand, right: Operand): string {
    if (left.kind === 'scalar' && right.kind === 'scalar') {
      if (this.#reading === 'dates') return this.#said(this.dates.compare(name, left.value, right.value));
      const compared = compareSql(SIGNS[name], left.value, right.value, this.dialect);
      return (
        compared ??
        this.#cannot(
          `${this.dialect.title} may read a text as another number`,
          'numbers on both sides, or texts on both',
        )
      );
    }
    return this.#cannot('SQL has no order of lists', 'a number, a text or a date on both sides');
  }

  /** Lists are the same only where they are one and the same fact; facts without a value are the same, too. */
  #equal(left: Operand, right: Operand): string {
    if (left.kind === 'scalar' && right.kind === 'scalar') {
      if (this.#reading === 'dates') return this.#said(this.dates.equal(left.value, right.value));
      return equalSql(left.value, right.value);
    }
    if (left.kind === 'list' && right.kind === 'list' && left.ref === right.ref) return 'true';
    const missing = [left, right].map(missingSql);
    return missing.every((sql) => sql !== undefined) ? anded(missing) : 'false';
  }

  #includes(list: Operand, item: Operand): string {
    if (list.kind === 'scalar' || item.kind !== 'scalar') return 'false';
    if (list.kind === 'items') {
      if (this.#reading !== 'dates') return equalAnySql(item.value, list.items);
      return ored(list.items.map((each) => this.#said(this.dates.same(item.value, each))));
    }
    return this.#some(list, (each) => (each.kind === 'scalar' ? this.#same(each.value, item.value) : 'false'));
  }

  #same(a: SqlScalar, b: SqlScalar): string {
    return this.#reading === 'dates' ? this.#said(this.dates.same(a, b)) : equalSql(a, b);
  }

  #said(sql: string | undefined): string {
    return (
      sql ??
      this.#cannot(
        `SQL cannot compare two facts that are dates in the time zone ${this.target.timeZone}`,
        'a constant on one side, or the time zone UTC',
      )
    );
  }

  #cannot(message: string, expected: string): never {
    const refusal = `${this.#words} cannot be written as SQL of ${this.dialect.title}: ${message}`;
    throw new StrataError('INVALID_DOCUMENT', `The condition cannot be written as SQL: ${message}.`, {
      problems: [{ pointer: this.#pointer, message: refusal, expected }],
    });
  }
}

const KINDS = { number: 'number', string: 'text', date: 'text', boolean: 'boolean' } as const satisfies Record<
  Exclude<FactType, 'list'>,
  keyof SqlScalar
>;

function missingSql(operand: Operand): string | undefined {
  if (operand.kind === 'items') return undefined;
  return operand.kind === 'list' ? `${operand.json} is null` : operand.value.isMissing;
}

function negated(sql: string): string {
  return `not (${sql})`;
}
