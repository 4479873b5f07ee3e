import { type ModelDocument, asksModel, type FixedRate, type ModelReference } from '#strata/engine';
import { validateCondition } from '#strata/engine/conditions';
import { type Known, type Report } from '../context/report.js';

/** Checks a model against the catalogue, the segments and the plugins. */
export function checkModel(model: ModelDocument, known: Known, report: Report): void {
  checkFeatures(model, known, report);
  checkRoles(model, report);
  checkTable(model, report);
  if (model.population !== undefined && !known.segmentsById.has(model.population)) {
    report.unknown(
      '/population',
      'segment',
      model.population,
      known.segments.map(({ id }) => id),
    );
  }
  if (model.task === 'uplift' && (model.treatment === undefined || model.treatment === 'none')) {
    report.problem(
      '/treatment',
      'Uplift is learned from people with and without an offer',
      '"any", or the column that tells them apart',
    );
  }
  checkPlugin(model, known, report);
}

function checkFeatures({ features, label }: ModelDocument, { facts }: Known, report: Report): void {
  features.forEach((feature, index) => {
    const pointer = `/features/${index}`;
    if (features.indexOf(feature) < index)
      report.problem(pointer, `"${feature}" stands here twice`, 'each feature once');
    if ('column' in label || facts === undefined) return;
    const fact = Object.hasOwn(facts, feature) ? facts[feature] : undefined;
    if (fact === undefined) report.unknown(pointer, 'fact', feature, Object.keys(facts));
    else if (fact.type === 'list') {
      report.problem(pointer, `The fact "${feature}" is a list`, 'facts of type number, string, boolean or date');
    }
  });
}

/** A column plays one part: what is predicted, who it is about, or what was done about them is no feature. */
function checkRoles({ features, label, person, treatment, task }: ModelDocument, report: Report): void {
  const predicted = 'column' in label ? label.column : null;
  const arms = typeof treatment === 'object' ? treatment.column : null;
  features.forEach((feature, index) => {
    const pointer = `/features/${index}`;
    if (feature === predicted) report.problem(pointer, `"${feature}" is what the model predicts`, 'another column');
    else if (feature === person) report.problem(pointer, `"${feature}" names the person`, 'what is known of people');
    else if (feature !== arms) return;
    else if (task === 'uplift') report.problem(pointer, `"${feature}" is the treatment`, 'what is known before it');
    else report.warning(pointer, `"${feature}" is the treatment`, 'what is known before it');
  });
  if (predicted === null) return;
  if (arms === predicted) report.problem('/treatment/column', `"${arms}" is what the model predicts`, 'another column');
  if (person === predicted) report.problem('/person', `"${person}" is what the model predicts`, 'another column');
}

function checkTable({ where }: ModelDocument, report: Report): void {
  if (where === undefined) return;
  // Columns of a file are not in the catalogue, so that their names stay unchecked until the file is read.
  for (const { pointer = '/where', message, expected, nearest } of validateCondition(where, {
    pointer: '/where',
    allow: [],
  })) {
    report.problem(pointer, message, expected, nearest);
  }
}

function checkPlugin({ plugin, task, options = {} }: ModelDocument, { plugins }: Known, report: Report): void {
  if (plugins === undefined) return;
  const admitted = plugins.plugins.get(plugin);
  if (admitted === undefined) {
    report.unknown('/plugin', 'plugin', plugin, plugins.plugins.keys());
    return;
  }
  const { tasks } = admitted.manifest;
  if (!tasks.includes(task)) {
    report.problem('/task', `The plugin "${plugin}" does not do "${task}"`, `one of ${tasks.join(', ')}`);
  }
  const parsed = plugins.parseOptions(plugin, options);
  if (parsed.ok) return;
  for (const { pointer = '', message, expected, nearest } of parsed.problems) {
    report.problem(`/options${pointer}`, message, expected, nearest);
  }
}

/** What a strategy wants of a model, and the tasks that give it. */
const TASKS_FOR = {
  /** A probability of the goal. */
  probability: ['binary', 'uplift'],
  /** A number to order people by. */
  order: ['binary', 'regression', 'uplift'],
  /** A number to compare. */
  score: ['binary', 'regression', 'uplift'],
} as const satisfies Record<string, readonly ModelDocument['task'][]>;

/** Checks that a strategy can use a model: it exists, gives what is wanted, and reads facts of the catalogue only. */
export function checkModelUse(
  id: string,
  pointer: string,
  wanted: keyof typeof TASKS_FOR,
  known: Known,
  report: Report,
): void {
  if (!known.models.has(id)) {
    report.unknown(pointer, 'model', id, known.models.keys());
    return;
  }
  const model = known.models.get(id);
  if (model === undefined) return;
  const tasks: readonly string[] = TASKS_FOR[wanted];
  if (!tasks.includes(model.task)) {
    report.problem(
      pointer,
      `The model "${id}" is for ${model.task}: it gives no ${wanted}`,
      `a model for ${tasks.join(' or ')}`,
    );
  }
  if (!('column' in model.label) || known.facts === undefined) return;
  const { facts } = known;
  const foreign = model.features.filter((feature) => !Object.hasOwn(facts, feature));
  if (foreign.length === 0) return;
  const message = `The model "${id}" is trained from a file on ${foreign.join(', ')}, which the catalogue does not know`;
  report.problem(pointer, message, 'a model whose features are all facts of the catalogue');
}

/** An uplift model gives P(goal | none) as well. */
export function givesNatural(source: ModelReference | FixedRate, { models }: Known): boolean {
  return asksModel(source) && models.get(source.model)?.task === 'uplift';
}
