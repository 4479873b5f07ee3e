import { type ReleaseDocuments } from '#strata/engine';
import { isShare } from '#strata/engine/words';
import { principalComponents } from '#strata/statistics';
import { type PersonasAnalysis } from '#strata/rulebook/schemas';
import { pickRows, type TableColumn } from '#strata/tables/columns';
import { type EncodedFrame, OUTLIER, pickFrameRows, seededRandom, StrataError } from '#sdk';
import { type AnalysisKind, type AnalysisTask, type PublishedBlock } from '../contract/index.js';
import { packGroups } from './artefact.js';
import { encodeFacts, type FactEncoding, fitFacts, type GroupedPeople, groupPeople } from './group-people.js';
import { known, qualityOf, silhouetteOfCloud, slicesOf, verdictOf } from './judging.js';
import { mapOf } from './people-map.js';
import { type Persona, type PersonaRule, type PersonasReport } from './report/personas-report.js';
import { factsOf, type GatheredPeople, readPeople } from './read-people.js';
import { readPersonas, warningOf } from './report/read-personas.js';
import { likeWords, personaName, tellPersonas } from './tell-personas.js';
import { rulesOf } from './rules.js';
import { factsBefore, type NamedGroups, nameGroups } from './stable-ids.js';
import { traitsOf } from './traits.js';

/** Groups of people who behave alike. */
export const PERSONAS: AnalysisKind<PersonasAnalysis, PersonasReport> = {
  async run(document, task) {
    const people = await readPeople(document, wantedFacts(document, task), task);
    if (people.ids.length < LEAST_PEOPLE) throw tooFew(document, people);
    const encoded = encode(document, people);
    if (!encoded.columns.some((column) => tellsApart(column))) throw allAlike();
    const grouped = await groupPeople(document, encoded.frame, task);
    const groups = grouped.description.clusters;
    const some = drawn(people.ids.length, LOOKED_AT, task.seed);
    const named = await nameGroups(task, { people, labels: grouped.labels, groups }, some);
    const report = await reportOf(document, task, { people, encoded, grouped, named, some });
    const { features, encoding } = encoded;
    return {
      report,
      artefact: packGroups({ features, encoding, ids: named.ids, fitted: grouped.fitted }),
      people: published(people.ids, grouped.labels, named.ids),
    };
  },
  read: readPersonas,
  warn: warningOf,
  tell: tellPersonas,
};

/** Fewer people are no base. */
const LEAST_PEOPLE = 20;
/** People by whom rules are made, slices are compared and personas are known again. */
const LOOKED_AT = 20_000;
/** People on the map. */
const SHOWN = 600;
/** What those are called who are like nobody. */
const OUTLIERS = 'outlier';

/** What the document is about, and what the version before knew people by. */
function wantedFacts(document: PersonasAnalysis, task: AnalysisTask): readonly string[] {
  const own = factsOf(document);
  const isThere = (fact: string) => task.source.kind === 'stored' && Object.hasOwn(task.documents.facts, fact);
  return [...new Set([...own, ...factsBefore(task).filter(isThere)])];
}

interface EncodedPeople extends FactEncoding {
  /** Of the features. */
  readonly columns: readonly TableColumn[];
  readonly frame: EncodedFrame;
}

function encode(document: PersonasAnalysis, { ids, columns }: GatheredPeople): EncodedPeople {
  const features = columns.slice(0, document.features.length);
  const fitted = fitFacts(document, features, ids.length);
  return { ...fitted, columns: features, frame: encodeFacts(fitted, features, ids.length) };
}

/** So many rows of all, each equally likely, in an order by chance. */
function drawn(rows: number, most: number, seed: number): Uint32Array {
  return seededRandom(seed)
    .shuffle(Uint32Array.from({ length: rows }, (_, row) => row))
    .slice(0, most);
}

interface Found {
  readonly people: GatheredPeople;
  readonly encoded: EncodedPeople;
  readonly grouped: GroupedPeople;
  readonly named: NamedGroups;
  /** Rows that were drawn, in an order by chance. */
  readonly some: Uint32Array;
}

async function reportOf(document: PersonasAnalysis, task: AnalysisTask, found: Found): Promise<PersonasReport> {
  const { people, encoded, grouped, named, some } = found;
  const { fitted, description, labels } = grouped;
  const { host, seed, signal, until } = task;
  const { frame, encoding, features } = encoded;
  task.progress(0.75, 'what sets them apart');
  const personas = personasOf(document, task.documents, found);
  const order = [...personas.keys()].sort((a, b) => (personas[b]?.people ?? 0) - (personas[a]?.people ?? 0) || a - b);
  const ranks = new Map(order.map((group, rank) => [group, rank]));
  const ranked = labels.map((label) => ranks.get(label) ?? OUTLIER);
  const looked = pickFrameRows(frame, some);
  const components = principalComponents(looked.values, frame.columns.length);
  const quality = qualityOf(looked, pick(ranked, some), seed);
  const choices = description.choices.map(({ clusters, taken, silhouette, stability }) => ({
    ...{ clusters, silhouette: known(silhouette), stability: known(stability), taken },
  }));
  const stability = choices.find(({ taken }) => taken)?.stability ?? null;
  task.progress(0.85, 'a cloud without groups');
  const cloud = await silhouetteOfCloud(fitted, components, {
    host,
    rows: frame.rows,
    columns: frame.columns,
    seed,
    signal,
  });
  return {
    at: new Date(until).toISOString(),
    people: people.ids.length,
    plugin: { id: fitted.plugin, version: fitted.pluginVersion, options: fitted.options },
    features: encoded.columns.map((column, position) =>
      featureOf(column, { position, encoded, documents: task.documents }),
    ),
    personas: order.flatMap((group) => personas[group] ?? []),
    outliers: labels.reduce((count, label) => count + (label === OUTLIER ? 1 : 0), 0),
    ...{ ended: named.ended, kept: named.kept, highest: named.highest },
    quality: { ...quality, stability, verdict: verdictOf(quality, stability, cloud) },
    choices,
    rivals: {
      slices: slicesOf(looked, {
        columns: encoded.columns.map((column) => pickRows(column, some)),
        groups: personas.length,
        seed,
      }),
      cloud,
    },
    map: mapOf(
      { frame, encoding, features, labels: ranked, groups: personas.length },
      components,
      some.subarray(0, SHOWN),
    ),
    notes: description.notes,
  };
}

/** By group. */
function personasOf(document: PersonasAnalysis, documents: ReleaseDocuments, found: Found): readonly Persona[] {
  const { people, encoded, grouped, named, some } = found;
  const { labels, description } = grouped;
  const rules = rulesOf({ columns: encoded.columns, labels, clusters: description.clusters }, some, documents.facts);
  const value = people.columns.find(({ name }) => name === document.value);
  return Array.from({ length: description.clusters }, (_, group) => {
    const members = membersOf(labels, group);
    const traits = traitsOf(encoded, members);
    const rule: PersonaRule | null = rules[group] ?? null;
    const id = named.ids[group] ?? '';
    return {
      ...{
        id,
        name: personaName(id),
        words: likeWords(traits, documents),
        people: members.length,
        value: worth(value, members),
      },
      ...{ traits, rule, since: named.since[group] ?? '' },
    };
  });
}

function membersOf(labels: Int32Array, group: number): Uint32Array {
  const members: number[] = [];
  labels.forEach((label, row) => {
    if (label === group) members.push(row);
  });
  return Uint32Array.from(members);
}

function worth(column: TableColumn | undefined, members: Uint32Array): Persona['value'] {
  if (column?.type !== 'number') return null;
  let sum = 0;
  for (const row of members) {
    const own = column.values[row] ?? Number.NaN;
    if (!Number.isNaN(own)) sum += own;
  }
  const cents = (money: number) => Math.round(money * 100) / 100;
  return { sum: cents(sum), mean: cents(sum / Math.max(1, members.length)) };
}

function featureOf(
  column: TableColumn,
  {
    position,
    encoded,
    documents,
  }: { readonly position: number; readonly encoded: EncodedPeople; readonly documents: ReleaseDocuments },
): PersonasReport['features'][number] {
  const { name, kind } = column;
  const encoding = encoded.encoding.features[position];
  const missing =
    column.type === 'number'
      ? column.values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0)
      : column.codes.reduce((count, code) => count + (code < 0 ? 1 : 0), 0);
  return {
    fact: name,
    words: documents.facts[name]?.words ?? name,
    ...(isShare(documents.facts[name]) ? { isShare: true as const } : {}),
    ...(isConstant(column) ? { isConstant: true as const } : {}),
    type: kind === 'date' ? 'number' : kind,
    log: encoding?.type === 'number' && encoding.log,
    missing,
  };
}

/** Whether a fact is the same of everybody of whom it is known. */
function isConstant(column: TableColumn): boolean {
  const known =
    column.type === 'number'
      ? column.values.filter((value) => !Number.isNaN(value))
      : column.codes.filter((code) => code >= 0);
  return known.every((value) => value === known[0]);
}

function pick(labels: Int32Array, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => labels[row] ?? OUTLIER);
}

/** People a block. */
const BLOCK = 10_000;

function* published(people: readonly string[], labels: Int32Array, ids: readonly string[]): Generator<PublishedBlock> {
  for (let start = 0; start < people.length; start += BLOCK) {
    const some = people.slice(start, start + BLOCK);
    yield {
      people: some,
      values: { persona: some.map((_, place) => ids[labels[start + place] ?? OUTLIER] ?? OUTLIERS) },
    };
  }
}

/** Whether people differ in a fact, or in that it is known. */
function tellsApart(column: TableColumn): boolean {
  if (!isConstant(column)) return true;
  const isMissing = (row: number) =>
    column.type === 'number' ? Number.isNaN(column.values[row]) : (column.codes[row] ?? -1) < 0;
  const rows = column.type === 'number' ? column.values.length : column.codes.length;
  const missing = Array.from({ length: rows }, (_, row) => row).filter(isMissing).length;
  return missing > 0 && missing < rows;
}

function allAlike(): StrataError {
  return new StrataError(
    'TOO_FEW_EXAMPLES',
    'Everybody is the same in all of these facts: nothing tells people apart.',
    {
      problems: [{ message: 'each has one value', pointer: '/features', expected: 'facts in which people differ' }],
    },
  );
}

function tooFew({ population }: PersonasAnalysis, { ids }: GatheredPeople): StrataError {
  const among = population === undefined ? '' : ` in the segment "${population}"`;
  return new StrataError(
    'TOO_FEW_EXAMPLES',
    `There are ${String(ids.length)} people${among}: personas need ${String(LEAST_PEOPLE)}.`,
  );
}
