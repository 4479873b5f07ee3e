import { jsonPointer } from '#strata/kernel';
import { nearestName, type Problem } from '#sdk';
import { type FactType } from '../../index.js';
import { factTypes, type FactTypes, isWhole } from '../language/fact-types.js';
import { operandProblem } from './operands.js';
import { parseOperator, type ParsedOperator } from '../language/operators.js';
import { isParameterised, parameterProblems } from '../language/parameters.js';
import { pathProblem } from '../values/paths.js';
import { isFields, listOf, type Fields } from '../language/shape.js';
import { PARAMETERISED_FACTS, type ValidationOptions } from '../language/types.js';

/** What is wrong with a leaf: its facts, their parameters and paths, its operator, and whether they go together. */
export function leafProblems(leaf: Fields, options: ValidationOptions, pointer: string): Problem[] {
  return new LeafCheck(options).check(leaf, pointer);
}

class LeafCheck {
  readonly #problems: Problem[] = [];
  readonly #types: FactTypes;
  readonly #checksTypes: boolean;

  constructor(private readonly options: ValidationOptions) {
    this.#types = factTypes(options);
    this.#checksTypes = options.facts !== undefined && options.isPublished !== true;
  }

  check(leaf: Fields, pointer: string): Problem[] {
    this.#leaf(leaf, pointer);
    return this.#problems;
  }

  #leaf(leaf: Fields, pointer: string): void {
    const isNamed = this.#fact(leaf, pointer);
    const operator = this.#operator(leaf['operator'], `${pointer}/operator`);
    if (!Object.hasOwn(leaf, 'value')) {
      this.#report(pointer, 'The condition has no value', 'a value to compare with');
      return;
    }
    const value = leaf['value'];
    const other = isFields(value) ? value : undefined;
    if (other !== undefined && !this.#factValue(other, `${pointer}/value`)) return;
    if (operator === undefined) return;
    const problem = operandProblem(operator, {
      fact: this.#typed(leaf),
      value: other === undefined ? { constant: value } : this.#typed(other),
      checksTypes: isNamed && this.#checksTypes,
    });
    if (problem !== undefined) {
      this.#report(`${pointer}/${problem.at}`, problem.message, problem.expected, problem.nearest);
    }
  }

  #typed({ fact, path }: Fields): { readonly name: string; readonly type: FactType | undefined } {
    const name = typeof fact === 'string' ? fact : '';
    return { name, type: this.#types({ fact: name, path }) };
  }

  #factValue(value: Fields, pointer: string): boolean {
    if (!Object.hasOwn(value, 'fact')) {
      this.#report(pointer, 'A value cannot be an object', 'text, a number, true, false, null, a list or {"fact": …}');
      return false;
    }
    const known = ['fact', 'params', 'path'];
    for (const key of Object.keys(value).filter((each) => !known.includes(each))) {
      this.#report(pointer + jsonPointer([key]), `Unknown key "${key}"`, listOf(known), nearestName(key, known));
    }
    this.#fact(value, pointer);
    return true;
  }

  /** Checks a fact with its parameters and path; false where none is named. */
  #fact(fields: Fields, pointer: string): boolean {
    const { fact, params, path } = fields;
    if (typeof fact !== 'string' || fact === '') {
      this.#report(`${pointer}/fact`, 'The condition names no fact', 'the name of a fact');
      return false;
    }
    this.#factName(fact, `${pointer}/fact`);
    if (params !== undefined || (this.options.facts !== undefined && isParameterised(fact))) {
      this.#parameters(fact, params, `${pointer}/params`);
    }
    if (path !== undefined) this.#path(path, fact, `${pointer}/path`);
    return true;
  }

  #factName(fact: string, pointer: string): void {
    const { facts, allow = PARAMETERISED_FACTS } = this.options;
    if (isParameterised(fact)) {
      if (allow.includes(fact) || (facts === undefined && this.options.allow === undefined)) return;
      const layer = fact === 'events' ? 'a trigger or predictive condition' : 'a predictive condition';
      this.#report(pointer, `The fact "${fact}" is not allowed here`, `"${fact}" only in ${layer}`);
      return;
    }
    if (facts === undefined || Object.hasOwn(facts, fact)) return;
    const nearest = nearestName(fact, [...Object.keys(facts), ...allow]);
    this.#report(pointer, `There is no fact "${fact}"`, 'a fact of the catalogue', nearest);
  }

  #parameters(fact: string, params: unknown, pointer: string): void {
    if (params !== undefined && !isFields(params)) {
      this.#report(pointer, 'The parameters must be an object', 'an object');
      return;
    }
    // Without a catalogue the names are unchecked, and so is what they take.
    if (this.options.facts === undefined) return;
    if (!isParameterised(fact)) {
      if (Object.keys(params ?? {}).length > 0) {
        this.#report(pointer, `The fact "${fact}" takes no parameters`, 'no params');
      }
      return;
    }
    for (const problem of parameterProblems(fact, params ?? {}, this.options.models)) {
      this.#problems.push({ ...problem, pointer: `${pointer}${problem.pointer}` });
    }
  }

  #path(path: unknown, fact: string, pointer: string): void {
    if (typeof path !== 'string') {
      this.#report(pointer, 'The path must be text', 'a JSONPath');
      return;
    }
    const problem = pathProblem(path);
    if (problem !== undefined) {
      this.#report(pointer, problem, 'a JSONPath such as $.address.city');
      return;
    }
    if (this.#checksTypes && this.#types({ fact }) === 'date' && !isWhole(path)) {
      this.#report(pointer, `The fact "${fact}" is a date and has no parts`, 'no path');
    }
  }

  #operator(written: unknown, pointer: string): ParsedOperator | undefined {
    if (typeof written !== 'string') {
      this.#report(pointer, 'The condition names no operator', 'the name of an operator');
      return undefined;
    }
    const operator = parseOperator(written, this.options.operators);
    if (!('unknown' in operator)) return operator;
    const isDecorated = written.includes(':');
    this.#report(
      pointer,
      `There is no operator "${operator.unknown}"`,
      operator.advice ?? (isDecorated ? 'a known operator with known decorators in front' : 'a known operator'),
      operator.nearest,
    );
    return undefined;
  }

  #report(pointer: string, message: string, expected: string, nearest?: string): void {
    this.#problems.push({ message, pointer, expected, ...(nearest === undefined ? {} : { nearest }) });
  }
}
