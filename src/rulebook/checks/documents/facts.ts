import {
  type Analysis,
  type ComputedSource,
  type EventQuery,
  type FactCatalogue,
  type FactDefinition,
  type FactType,
} from '#strata/engine';
import { PARAMETERISED_FACTS } from '#strata/engine/conditions';
import { basisOf, ofSource, sourceCodeOf, traitsOf, withParts } from '#strata/engine/facts';
import { durationMilliseconds } from '#strata/kernel';
import { formOf } from '../../schemas/index.js';
import { checkCases } from './fact-cases.js';
import { type Known, type Report } from '../context/report.js';

const OF_PROPERTY = ['sum', 'mean', 'min', 'max', 'distinct'];

/** Checks what the schema of the catalogue cannot: that each source can give what the fact promises. */
export function checkFacts(
  facts: FactCatalogue,
  { timeZone, analyses }: Pick<Known, 'timeZone' | 'analyses'>,
  report: Report,
): void {
  const meaning = new Map<string, string>();
  for (const [name, fact] of Object.entries(facts)) {
    const pointer = `/facts/${name}`;
    if (PARAMETERISED_FACTS.some((reserved) => reserved === name)) {
      report.problem(pointer, `The name "${name}" is taken: it is the fact with parameters`, 'another name');
    }
    checkSource(fact, `${pointer}/from`, { facts, timeZone, analyses }, report);
    const { type } = traitsOf(fact);
    if (type !== null && fact.type !== type) {
      report.problem(`${pointer}/type`, `What is measured is a ${type}, not a ${fact.type}`, type);
    }
    const twin = meaning.get(JSON.stringify(fact.from));
    if (twin !== undefined) report.warning(pointer, `"${name}" means the same as "${twin}"`, 'one definition each');
    meaning.set(JSON.stringify(fact.from), name);
  }
  checkCircles(facts, report);
}

/** What the sources of facts may name. */
interface FactLanguage extends Pick<Known, 'timeZone' | 'analyses'> {
  readonly facts: FactCatalogue;
}

function checkSource(fact: FactDefinition, pointer: string, language: FactLanguage, report: Report): void {
  ofSource(fact.from, {
    profile: () => undefined,
    events: ({ events }) => {
      checkEventQuery(events, `${pointer}/events`, report);
    },
    ratio: ({ ratio }) => {
      checkRatio(ratio, `${pointer}/ratio`, language.facts, report);
    },
    firstOf: ({ firstOf }) => {
      checkCases(firstOf, { type: fact.type, pointer: `${pointer}/firstOf` }, language, report);
    },
    computed: ({ computed }) => {
      checkComputed(fact, computed, { ...language, pointer: `${pointer}/computed` }, report);
    },
  });
}

function checkRatio(ratio: readonly string[], pointer: string, facts: FactCatalogue, report: Report): void {
  ratio.forEach((name, index) => {
    const part = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (part === undefined) report.unknown(`${pointer}/${index}`, 'fact', name, Object.keys(facts));
    else if (part.type !== 'number') {
      report.problem(`${pointer}/${index}`, `The fact "${name}" is a ${part.type}`, 'a fact of type number');
    }
  });
}

function checkComputed(
  fact: FactDefinition,
  { analysis: id, output }: ComputedSource['computed'],
  { analyses, facts, pointer }: FactLanguage & { readonly pointer: string },
  report: Report,
): void {
  if (!analyses.has(id)) report.unknown(`${pointer}/analysis`, 'analysis', id, analyses.keys());
  const analysis = analyses.get(id);
  if (analysis === undefined) return;
  const { publishes = {} } = analysis;
  const type = Object.hasOwn(publishes, output) ? publishes[output] : undefined;
  if (type === undefined) report.unknown(`${pointer}/output`, 'output', output, Object.keys(publishes));
  else if (type !== fact.type) {
    report.problem(`${pointer}/output`, `"${output}" of the analysis "${id}" is a ${type}, not a ${fact.type}`, type);
  }
  checkComputedOfSensitive(fact, analysis, { facts, pointer }, report);
}

/** What was found out by a sensitive fact is sensitive itself. */
function checkComputedOfSensitive(
  { sensitive }: FactDefinition,
  analysis: Analysis,
  { facts, pointer }: { readonly facts: FactCatalogue; readonly pointer: string },
  report: Report,
): void {
  if (sensitive === true) return;
  const read = formOf(analysis)
    .names(analysis)
    .flatMap((named) => ('fact' in named ? [named.fact] : []));
  const [used] = withParts(read, facts).filter((name) => facts[name]?.sensitive === true);
  if (used === undefined) return;
  const message = `The analysis "${analysis.id}" reads "${used}", which is sensitive`;
  report.problem(pointer, message, '"sensitive": true of this fact');
}

function checkEventQuery(
  { measure = 'count', property, within, ago }: EventQuery,
  pointer: string,
  report: Report,
): void {
  if (OF_PROPERTY.includes(measure) && property === undefined) {
    report.problem(pointer, `"${measure}" needs the property to measure`, '"property": "amount"');
  }
  if (!OF_PROPERTY.includes(measure) && property !== undefined) {
    report.problem(
      `${pointer}/property`,
      `"${measure}" reads no property`,
      `no property, or one of ${OF_PROPERTY.join(', ')}`,
    );
  }
  if (within === undefined || ago === undefined) return;
  if ((durationMilliseconds(ago) ?? 0) >= (durationMilliseconds(within) ?? Infinity)) {
    report.problem(`${pointer}/ago`, `No event is at least ${ago} and at most ${within} old`, `shorter than ${within}`);
  }
}

function checkCircles(facts: FactCatalogue, report: Report): void {
  const reported = new Set<string>();
  for (const name of Object.keys(facts)) {
    const circle = circleFrom(name, facts, []);
    if (circle === undefined || circle.some((part) => reported.has(part))) continue;
    circle.forEach((part) => reported.add(part));
    const [first = name] = circle;
    report.problem(
      `/facts/${first}/from/${codeOf(facts[first])}`,
      `The facts need each other: ${circle.join(' → ')} → ${first}`,
      'no circle',
    );
  }
}

/** The names of a circle that `name` stands in or leads to. */
function circleFrom(name: string, facts: FactCatalogue, path: readonly string[]): readonly string[] | undefined {
  const start = path.indexOf(name);
  if (start >= 0) return path.slice(start);
  const definition = Object.hasOwn(facts, name) ? facts[name] : undefined;
  const basis = definition && basisOf(definition);
  if (basis?.of !== 'facts') return undefined;
  for (const part of basis.names) {
    const circle = circleFrom(part, facts, [...path, name]);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function codeOf(definition: FactDefinition | undefined): string {
  return definition === undefined ? '' : sourceCodeOf(definition.from);
}

/** Reports a fact that the catalogue lacks, or that is of another type. */
export function checkFactType(
  name: string,
  pointer: string,
  types: readonly FactType[],
  { facts }: Pick<Known, 'facts'>,
  report: Report,
): void {
  if (facts === undefined) return;
  const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
  if (fact === undefined) report.unknown(pointer, 'fact', name, Object.keys(facts));
  else if (!types.includes(fact.type)) {
    report.problem(pointer, `The fact "${name}" is a ${fact.type}`, `a fact of type ${types.join(' or ')}`);
  }
}
