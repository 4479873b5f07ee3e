import { basisOf } from '#strata/engine/facts';
import { nearSpelling } from '#sdk';
import {
  type Analysis,
  conditionLeaves,
  type FactCatalogue,
  type ModelDocument,
  readsOf,
  type Strategy,
} from '#strata/engine';
import { type Interruptible, numberWords } from '#strata/kernel';
import { type Shaped, type Shapes } from '../../documents/index.js';
import { formOf } from '../../schemas/index.js';
import { type StoredEvents } from '../context/stored-events.js';
import { Report } from '../context/report.js';

/** A place that names an event. */
interface EventUse {
  readonly file: string;
  readonly pointer: string;
  readonly name: string;
}

/** So many events of a name are no slip. */
const MANY = 10;

/**
 * Warns where an event's name is spelt nearly as another one that the documents use more often, or where nothing of the name
 * is stored and many of a near one: one letter more, less, other or exchanged, another case or other marks.
 */
export function* checkEventNames(
  { facts, model, strategy, analysis }: Shapes,
  stored: StoredEvents = new Map(),
): Interruptible<readonly Report[]> {
  const uses = [
    ...(yield* usesIn(facts, factUses)),
    ...(yield* usesIn(strategy, strategyUses)),
    ...(yield* usesIn(model, modelUses)),
    ...(yield* usesIn(analysis, analysisUses)),
  ];
  const counts = new Map<string, number>();
  for (const { name } of uses) counts.set(name, (counts.get(name) ?? 0) + 1);
  const usual = [...counts].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
  const meant = yield* meantNames(usual);
  const usualStored = [...stored]
    .filter(([, events]) => events >= MANY)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name]) => name);
  return uses.flatMap(({ file, pointer, name }) => {
    const report = new Report(file);
    const nearest = meant.get(name);
    if (nearest !== undefined) {
      const message = `The event "${name}" is nearly "${nearest}", which the documents use more often`;
      report.warning(pointer, message, 'the same name for the same event', nearest);
      return [report];
    }
    const near = stored.has(name) ? undefined : nearSpelling(name, usualStored);
    if (near === undefined) return [];
    const message = `No event "${name}" is stored, but ${numberWords(stored.get(near) ?? 0)} are of the name "${near}"`;
    report.warning(pointer, message, 'the name under which the events are sent', near);
    return [report];
  });
}

type Uses<T> = (document: T) => readonly (readonly [pointer: string, name: unknown])[];

/** What each name was probably meant to be: one that is used more often. @param usual the most frequent first */
function* meantNames(usual: readonly string[]): Interruptible<ReadonlyMap<string, string>> {
  const meant = new Map<string, string>();
  for (const [index, name] of usual.entries()) {
    const nearest = nearSpelling(name, usual.slice(0, index));
    if (nearest !== undefined) meant.set(name, nearest);
    yield;
  }
  return meant;
}

function* usesIn<T>(shaped: readonly Shaped<T>[], usesOf: Uses<T>): Interruptible<readonly EventUse[]> {
  const uses: EventUse[] = [];
  for (const { source, shape } of shaped) {
    if (!shape.ok) continue;
    for (const [pointer, name] of usesOf(shape.value)) {
      if (typeof name === 'string') uses.push({ file: source.file, pointer, name });
    }
    yield;
  }
  return uses;
}

const factUses: Uses<FactCatalogue> = (facts) =>
  Object.entries(facts).flatMap(([fact, definition]) => {
    const basis = basisOf(definition);
    return basis.of === 'events' ? [[`/facts/${fact}/from/events/name`, basis.query.name] as const] : [];
  });

const modelUses: Uses<ModelDocument> = ({ label, samples }) => [
  ...('event' in label ? [['/label/event', label.event] as const] : []),
  ...(samples !== undefined && 'before' in samples ? [['/samples/before', samples.before] as const] : []),
];

const analysisUses: Uses<Analysis> = (analysis) => formOf(analysis).events(analysis);

const strategyUses: Uses<Strategy> = (strategy) => [
  ['/goal/event', strategy.goal.event],
  ...readsOf(strategy).conditions.flatMap(({ condition, pointer }) =>
    conditionLeaves(condition, pointer)
      .filter(({ leaf }) => leaf.fact === 'events')
      .map(({ leaf, pointer: at }) => [`${at}/params/name`, leaf.params?.['name']] as const),
  ),
];
