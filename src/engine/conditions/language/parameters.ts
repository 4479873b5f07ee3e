import { nearestName, type Problem } from '#sdk';
import { isDuration, jsonPointer } from '#strata/kernel';
import { PARAMETERISED_FACTS, type ParameterisedFact } from './types.js';

type Params = Readonly<Record<string, unknown>>;
interface Field {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const MEASURES = ['count', 'sum', 'mean', 'min', 'max', 'distinct', 'daysSinceLast', 'daysSinceFirst'];

const TEXT: Field = { expected: 'text', accepts: (value) => typeof value === 'string' && value !== '' };
const DURATION_FIELD: Field = {
  expected: 'an ISO-8601 duration of weeks, days or smaller, at most 100 years, such as P7D or PT24H',
  accepts: (value) => typeof value === 'string' && value.length <= 40 && isDuration(value),
};
const FIELDS: Readonly<Record<ParameterisedFact, Readonly<Record<string, Field>>>> = {
  events: {
    name: { ...TEXT, expected: "an event's name" },
    measure: oneOf(MEASURES),
    property: TEXT,
    within: DURATION_FIELD,
    ago: DURATION_FIELD,
    without: { expected: `an event's name, or {"name": …, "same": a property}`, accepts: isFollower },
    where: { expected: 'an object of texts, numbers and booleans', accepts: isFilter },
  },
  score: { model: { ...TEXT, expected: "a model's id" }, as: oneOf(['rank', 'probability']) },
};
const NEEDED: Readonly<Record<ParameterisedFact, string>> = { events: 'name', score: 'model' };
/** Measures that mean nothing without the property that they measure. */
const OF_PROPERTY = ['sum', 'mean', 'min', 'max', 'distinct'];

export function isParameterised(fact: string): fact is ParameterisedFact {
  return PARAMETERISED_FACTS.some((each) => each === fact);
}

/** What is wrong with the parameters of `events` or `score`; pointers are relative to `params`. */
export function parameterProblems(fact: ParameterisedFact, params: Params, models?: readonly string[]): Problem[] {
  const fields = FIELDS[fact];
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(params)) {
    const pointer = jsonPointer([key]);
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) {
      problems.push({ pointer, message: `"${fact}" has no parameter "${key}"`, ...near(key, Object.keys(fields)) });
    } else if (!field.accepts(value)) {
      problems.push({ pointer, message: `The parameter "${key}" is not valid`, expected: field.expected });
    }
  }
  const needed = NEEDED[fact];
  if (!Object.hasOwn(params, needed)) {
    problems.push({ pointer: '', message: `"${fact}" needs the parameter "${needed}"`, expected: needed });
  }
  return [...problems, ...(fact === 'score' ? modelProblems(params, models) : measureProblems(params))];
}

function modelProblems({ model }: Params, models: readonly string[] | undefined): Problem[] {
  if (models === undefined || typeof model !== 'string' || models.includes(model)) return [];
  return [{ pointer: '/model', message: `There is no model "${model}"`, ...near(model, models) }];
}

function measureProblems({ measure, property }: Params): Problem[] {
  if (typeof measure !== 'string' || !OF_PROPERTY.includes(measure) || property !== undefined) return [];
  return [{ pointer: '', message: `The measure "${measure}" needs a property`, expected: 'property' }];
}

function near(written: string, known: readonly string[]): Pick<Problem, 'expected' | 'nearest'> {
  const nearest = nearestName(written, known);
  return { expected: `one of ${known.join(', ')}`, ...(nearest === undefined ? {} : { nearest }) };
}

function oneOf(names: readonly string[]): Field {
  return { expected: `one of ${names.join(', ')}`, accepts: (value) => names.some((name) => name === value) };
}

function isFollower(value: unknown): boolean {
  if (TEXT.accepts(value)) return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { name, same, ...rest } = value as Readonly<Record<string, unknown>>;
  return TEXT.accepts(name) && TEXT.accepts(same) && Object.keys(rest).length === 0;
}

function isFilter(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => ['string', 'number', 'boolean'].includes(typeof each));
}
