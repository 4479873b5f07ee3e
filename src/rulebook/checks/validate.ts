import { compilingStrategies } from '#strata/engine/plan';
import { type ReleaseDocuments } from '#strata/engine';
import { atOnce, type Interruptible, numberWords } from '#strata/kernel';
import { inTurns } from '#strata/platform/process';
import { isStrataError, type Problem } from '#sdk';
import { checkAnalysis } from './documents/analyses.js';
import { checkCampaign } from './documents/campaigns.js';
import { checkCondition } from './documents/conditions.js';
import { checkContactPolicy } from './documents/contact-policy.js';
import { checkEventNames } from './documents/event-names.js';
import { checkFacts } from './documents/facts.js';
import { checkModel } from './documents/models.js';
import { checkItemFacts } from './documents/recommending/item-facts.js';
import { type Known, Report } from './context/report.js';
import { checkStrategy } from './documents/strategies.js';
import { type DocumentKind, type DocumentOf, type SourceDocuments } from '../schemas/index.js';
import { knownNames } from './known-names.js';
import { placesIn, checkShape, type Shaped, type Shapes } from '../documents/index.js';
import { type PluginCatalogue } from './context/plugin-catalogue.js';
import { type StoredEvents } from './context/stored-events.js';

/** What a validation found. */
export interface Validation {
  /** The checked documents; null where there are problems. */
  readonly documents: ReleaseDocuments | null;
  /** Everything that keeps the documents from being published, all together. */
  readonly problems: readonly Problem[];
  /** What is allowed but looks like a mistake. */
  readonly warnings: readonly Problem[];
}

interface ValidationOptions {
  /** Without them their names and options stay unchecked. */
  readonly plugins?: PluginCatalogue;
  /** Without them names of events are compared with each other only. */
  readonly storedEvents?: StoredEvents;
}

/**
 * Checks all documents together: each by its schema, then everything that refers to another document. Problems name file,
 * line, JSON pointer, what was expected and the nearest known name. Takes time in proportion to the documents.
 */
export function validateDocuments(sources: SourceDocuments, options: ValidationOptions = {}): Validation {
  return atOnce(validation(sources, options));
}

/** The same in short turns, for a server that has others to answer. */
export async function validateInTurns(sources: SourceDocuments, options: ValidationOptions = {}): Promise<Validation> {
  return inTurns(validation(sources, options));
}

/** More documents than any shop has. */
const MOST_DOCUMENTS = 20_000;
/** After so many problems the other documents are not looked at: whoever mends these sees the next ones then. */
const MOST_PROBLEMS = 200;

function* validation(
  sources: SourceDocuments,
  { plugins, storedEvents }: ValidationOptions,
): Interruptible<Validation> {
  const tooMany = tooManyDocuments(sources);
  if (tooMany.length > 0) return { documents: null, problems: tooMany, warnings: [] };
  const shapes = yield* shapesOfAll(sources);
  const known = knownNames(shapes, sources.unread, plugins);
  const reports = yield* checkAll(shapes, known, storedEvents);
  const found = [...sources.problems, ...shapeProblems(shapes), ...reports.flatMap((report) => report.problems)];
  const documents = documentsOf(shapes);
  if (found.length === 0) found.push(...(yield* compileProblems(documents)));
  const warnings = reports.flatMap((report) => report.warnings);
  return {
    documents: found.length === 0 ? documents : null,
    problems: withPlaces(found.slice(0, MOST_PROBLEMS), sources),
    warnings: withPlaces(warnings, sources),
  };
}

function tooManyDocuments({ documents }: SourceDocuments): readonly Problem[] {
  if (documents.length <= MOST_DOCUMENTS) return [];
  const message = `There are ${numberWords(documents.length)} documents`;
  return [{ message, pointer: '', expected: `at most ${numberWords(MOST_DOCUMENTS)}` }];
}

function* shapesOfAll(sources: SourceDocuments): Interruptible<Shapes> {
  return {
    shop: yield* shapesOf('shop', sources),
    'contact-policy': yield* shapesOf('contact-policy', sources),
    'item-facts': yield* shapesOf('item-facts', sources),
    facts: yield* shapesOf('facts', sources),
    segment: yield* shapesOf('segment', sources),
    model: yield* shapesOf('model', sources),
    strategy: yield* shapesOf('strategy', sources),
    campaign: yield* shapesOf('campaign', sources),
    analysis: yield* shapesOf('analysis', sources),
  };
}

/** What refers to other documents, kind by kind. */
function* checkAll(
  shapes: Shapes,
  known: Known,
  storedEvents: StoredEvents | undefined,
): Interruptible<readonly Report[]> {
  return [
    ...(yield* eachValid(shapes.facts, (facts, report) => {
      checkFacts(facts, known, report);
    })),
    ...(yield* eachValid(shapes.segment, ({ id, condition }, report) => {
      checkCondition(condition, { pointer: '/condition', layer: 'segment', segment: id }, known, report);
    })),
    ...(yield* eachValid(shapes.model, (model, report) => {
      checkModel(model, known, report);
    })),
    ...(yield* eachValid(shapes.strategy, (strategy, report) => {
      checkStrategy(strategy, known, report);
    })),
    ...(yield* eachValid(shapes.campaign, (campaign, report) => {
      checkCampaign(campaign, known, report);
    })),
    ...(yield* eachValid(shapes.analysis, (analysis, report) => {
      checkAnalysis(analysis, known, report);
    })),
    ...(yield* eachValid(shapes['contact-policy'], (policy, report) => {
      checkContactPolicy(policy, known, validOf(shapes.strategy), report);
    })),
    ...(yield* eachValid(shapes['item-facts'], (itemFacts, report) => {
      checkItemFacts(itemFacts, known, report);
    })),
    ...(yield* checkEventNames(shapes, storedEvents)),
  ];
}

function documentsOf(shapes: Shapes): ReleaseDocuments {
  const [shop] = validOf(shapes.shop);
  const [contactPolicy] = validOf(shapes['contact-policy']);
  const [itemFacts] = validOf(shapes['item-facts']);
  const campaigns = validOf(shapes.campaign);
  const analyses = validOf(shapes.analysis);
  return {
    ...(shop === undefined ? {} : { shop }),
    ...(contactPolicy === undefined ? {} : { contactPolicy }),
    ...(itemFacts === undefined ? {} : { itemFacts }),
    facts: validOf(shapes.facts)[0] ?? {},
    segments: validOf(shapes.segment),
    models: validOf(shapes.model),
    strategies: validOf(shapes.strategy),
    ...(campaigns.length === 0 ? {} : { campaigns }),
    ...(analyses.length === 0 ? {} : { analyses }),
  };
}

function* shapesOf<K extends DocumentKind>(
  kind: K,
  { documents }: SourceDocuments,
): Interruptible<readonly Shaped<DocumentOf[K]>[]> {
  const shapes: Shaped<DocumentOf[K]>[] = [];
  for (const source of documents) {
    if (source.kind !== kind) continue;
    shapes.push({ source, shape: checkShape({ ...source, kind }) });
    yield;
  }
  return shapes;
}

function shapeProblems(shapes: Shapes): Problem[] {
  const all: readonly Shaped<object>[] = Object.values(shapes).flat();
  return all.flatMap(({ shape }) => (shape.ok ? [] : shape.problems));
}

function validOf<T>(shaped: readonly Shaped<T>[]): T[] {
  return shaped.flatMap(({ shape }) => (shape.ok ? [shape.value] : []));
}

function* eachValid<T>(
  shaped: readonly Shaped<T>[],
  check: (document: T, report: Report) => void,
): Interruptible<Report[]> {
  const reports: Report[] = [];
  let problems = 0;
  for (const { source, shape } of shaped) {
    if (problems > MOST_PROBLEMS) break;
    const report = new Report(source.file);
    if (shape.ok) check(shape.value, report);
    problems += report.problems.length;
    reports.push(report);
    yield;
  }
  return reports;
}

/** What the engine still refuses: nothing is published that a server could not load. */
function* compileProblems(documents: ReleaseDocuments): Interruptible<readonly Problem[]> {
  try {
    yield* compilingStrategies(documents);
    return [];
  } catch (error) {
    if (isStrataError(error)) return error.problems.length > 0 ? error.problems : [{ message: error.message }];
    throw error;
  }
}

/** The problems with the lines of the files in which they stand. */
function withPlaces(problems: readonly Problem[], { documents }: SourceDocuments): readonly Problem[] {
  const texts = new Map(documents.map(({ file, text }) => [file, text]));
  const places = new Map<string, ReturnType<typeof placesIn>>();
  return problems.map((problem) => {
    const { file, pointer, line } = problem;
    const text = file === undefined ? undefined : texts.get(file);
    if (file === undefined || text === undefined || pointer === undefined || line !== undefined) return problem;
    const placeOf = places.get(file) ?? placesIn(text);
    places.set(file, placeOf);
    return { ...problem, ...placeOf(pointer) };
  });
}
