import {
  type Condition,
  type FactCatalogue,
  type FactType,
  type Segment,
  type Strategy,
  timeZoneOf,
} from '#strata/engine';
import { type Known, type NamespacePart } from './context/report.js';
import { type SourceDocument, type UnreadDocument, FACT_TYPES } from '../schemas/index.js';
import { type PluginCatalogue } from './context/plugin-catalogue.js';
import { type Shaped, type Shapes } from '../documents/index.js';

/** What names may refer to. Documents with problems still have names, so that one mistake is not reported as many. */
export function knownNames(
  { shop, 'item-facts': itemFacts, facts, segment, model, strategy, analysis }: Shapes,
  unread: readonly UnreadDocument[],
  plugins: PluginCatalogue | undefined,
): Known {
  const names = (kind: UnreadDocument['kind']) => unread.flatMap((each) => (each.kind === kind ? [each.name] : []));
  const segments = Object.freeze([
    ...segment.map(({ source, shape }) => (shape.ok ? shape.value : placeholder(source))),
    ...names('segment').map((name) => placeholder({ name, content: undefined })),
  ]);
  const [settings] = shop;
  return {
    itemFacts: validOf(itemFacts)[0],
    timeZone: timeZoneOf(settings?.shape.ok === true ? { shop: settings.shape.value } : {}),
    facts: facts[0] === undefined ? undefined : knownFacts(facts[0]),
    segments,
    segmentsById: new Map(segments.map((each) => [each.id, each])),
    models: byName(model, names('model')),
    strategies: byName(strategy, names('strategy')),
    analyses: byName(analysis, names('analysis')),
    seeds: seedsOf(validOf(strategy)),
    namespaces: namespacesOf(validOf(strategy)),
    plugins,
  };
}

function byName<T>(shaped: readonly Shaped<T>[], unread: readonly string[]): ReadonlyMap<string, T | undefined> {
  return new Map([
    ...shaped.map(({ source, shape }) => [source.name, shape.ok ? shape.value : undefined] as const),
    ...unread.map((name) => [name, undefined] as const),
  ]);
}

function validOf<T>(shaped: readonly Shaped<T>[]): readonly T[] {
  return shaped.flatMap(({ shape }) => (shape.ok ? [shape.value] : []));
}

function seedsOf(strategies: readonly Strategy[]): ReadonlyMap<string, string> {
  const seeds = new Map<string, string>();
  for (const { id, experiment } of strategies) {
    if (experiment !== undefined && !seeds.has(experiment.seed)) seeds.set(experiment.seed, id);
  }
  return seeds;
}

function namespacesOf(strategies: readonly Strategy[]): Known['namespaces'] {
  const namespaces = new Map<string, NamespacePart[]>();
  for (const { id: strategy, experiment } of strategies) {
    if (experiment?.namespace === undefined) continue;
    const { id, from, to } = experiment.namespace;
    namespaces.set(id, [...(namespaces.get(id) ?? []), { strategy, from, to }]);
  }
  return namespaces;
}

/** Of a catalogue with problems: names and types; undefined where not even these are right. */
function knownFacts({ source, shape }: Shaped<FactCatalogue>): FactCatalogue | undefined {
  if (shape.ok) return shape.value;
  const facts = isObject(source.content) ? source.content['facts'] : undefined;
  if (!isObject(facts)) return undefined;
  const named = Object.entries(facts).map(([name, fact]) => ({
    name,
    type: isObject(fact) ? fact['type'] : undefined,
  }));
  if (!named.every((fact): fact is { name: string; type: FactType } => FACT_TYPES.some((type) => type === fact.type))) {
    return undefined;
  }
  return Object.fromEntries(named.map(({ name, type }) => [name, { type, from: { profile: name }, words: name }]));
}

function placeholder({ name, content }: Pick<SourceDocument, 'name' | 'content'>): Segment {
  const condition = isObject(content) ? content['condition'] : undefined;
  return { id: name, title: name, condition: (isObject(condition) ? condition : { all: [] }) as unknown as Condition };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
