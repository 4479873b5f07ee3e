import { compileRelease, type ReleaseDocuments } from '../engine/index.js';
import { isStrataError, type Problem } from '../sdk/index.js';
import { checkCondition } from './checks/conditions.js';
import { checkFacts } from './checks/facts.js';
import { checkModel } from './checks/models.js';
import { Report } from './checks/report.js';
import { checkStrategy } from './checks/strategies.js';
import { type DocumentKind, type DocumentOf, type SourceDocuments } from './documents.js';
import { knownNames } from './known-names.js';
import { type PluginCatalogue } from './plugin-catalogue.js';
import { checkShape, type Shaped, type Shapes } from './shapes.js';

/** What a validation found. */
export interface Validation {
  /** The checked documents; null where there are problems. */
  readonly documents: ReleaseDocuments | null;
  /** Everything that keeps the documents from being published, all together. */
  readonly problems: readonly Problem[];
  /** What is allowed but looks like a mistake. */
  readonly warnings: readonly Problem[];
}

/**
 * Checks all documents together: each by its schema, then everything that refers to another document. Problems name file,
 * JSON pointer, what was expected and the nearest known name. Without `plugins` their names and options stay unchecked.
 */
export function validateDocuments(
  sources: SourceDocuments,
  { plugins }: { readonly plugins?: PluginCatalogue } = {},
): Validation {
  const shapes = {
    shop: shapesOf('shop', sources),
    facts: shapesOf('facts', sources),
    segment: shapesOf('segment', sources),
    model: shapesOf('model', sources),
    strategy: shapesOf('strategy', sources),
  };
  const known = knownNames(shapes, plugins);
  const reports = [
    ...eachValid(shapes.facts, checkFacts),
    ...eachValid(shapes.segment, ({ condition }, report) => {
      checkCondition(condition, '/condition', 'segment', known, report);
    }),
    ...eachValid(shapes.model, (model, report) => {
      checkModel(model, known, report);
    }),
    ...eachValid(shapes.strategy, (strategy, report) => {
      checkStrategy(strategy, known, report);
    }),
  ];
  const [shop] = validOf(shapes.shop);
  const documents = {
    ...(shop === undefined ? {} : { shop }),
    facts: validOf(shapes.facts)[0] ?? {},
    segments: validOf(shapes.segment),
    models: validOf(shapes.model),
    strategies: validOf(shapes.strategy),
  };
  const problems = [...sources.problems, ...shapeProblems(shapes), ...reports.flatMap((report) => report.problems)];
  if (problems.length === 0) problems.push(...compileProblems(documents));
  return {
    documents: problems.length === 0 ? documents : null,
    problems,
    warnings: reports.flatMap((report) => report.warnings),
  };
}

function shapesOf<K extends DocumentKind>(kind: K, { documents }: SourceDocuments): readonly Shaped<DocumentOf[K]>[] {
  return documents.flatMap((source) =>
    source.kind === kind ? [{ source, shape: checkShape({ ...source, kind }) }] : [],
  );
}

function shapeProblems(shapes: Shapes): Problem[] {
  const all: readonly Shaped<object>[] = Object.values(shapes).flat();
  return all.flatMap(({ shape }) => (shape.ok ? [] : shape.problems));
}

function validOf<T>(shaped: readonly Shaped<T>[]): T[] {
  return shaped.flatMap(({ shape }) => (shape.ok ? [shape.value] : []));
}

function eachValid<T>(shaped: readonly Shaped<T>[], check: (document: T, report: Report) => void): Report[] {
  return shaped.map(({ source, shape }) => {
    const report = new Report(source.file);
    if (shape.ok) check(shape.value, report);
    return report;
  });
}

/** What the engine still refuses: nothing is published that a server could not load. */
function compileProblems(documents: ReleaseDocuments): readonly Problem[] {
  try {
    compileRelease(documents, 'sha256:unpublished');
    return [];
  } catch (error) {
    if (isStrataError(error)) return error.problems.length > 0 ? error.problems : [{ message: error.message }];
    throw error;
  }
}
