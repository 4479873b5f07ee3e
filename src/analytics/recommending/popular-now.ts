import { durationMilliseconds } from '#strata/kernel';
import { type Analysis, type ReleaseDocuments } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import { itemsIn } from '../recommendations/index.js';
import { openEvents } from '../sources/index.js';

/** What is popular is found out anew after so long. */
const KEPT_MS = 600_000;
const LATELY_MS = durationMilliseconds('P30D') ?? 0;
const MOST_ITEMS = 200;

interface Found {
  readonly ids: Promise<readonly string[]>;
  readonly at: number;
}

const found = new WeakMap<Database, Map<string, Found>>();

/** The items that most people had in the last 30 days, as a published analysis counts, whether it ever ran or not. */
export async function popularNow(
  database: Database,
  id: string,
  { documents, now }: { readonly documents: ReleaseDocuments; readonly now: number },
): Promise<readonly string[]> {
  const document = documents.analyses?.find((analysis) => analysis.id === id);
  if (document === undefined || !isOfRecommendations(document)) return [];
  const all = found.get(database) ?? new Map<string, Found>();
  found.set(database, all);
  const known = all.get(id);
  if (known !== undefined && now - known.at < KEPT_MS) return await known.ids;
  const ids = countPopular(database, document, now);
  all.set(id, { ids, at: now });
  ids.catch(() => all.delete(id));
  return await ids;
}

function isOfRecommendations(document: Analysis): document is RecommendationsAnalysis {
  return document.kind === 'recommendations';
}

async function countPopular(
  database: Database,
  { interactions }: RecommendationsAnalysis,
  until: number,
): Promise<readonly string[]> {
  const people = new Map<string, number>();
  for (const { event, item, member } of interactions) {
    const wanted = {
      events: [event],
      columns: { item: { property: item, type: 'string' } },
      after: until - LATELY_MS,
    } as const;
    const home = await openEvents({ source: { kind: 'stored', database }, until }, { wanted });
    const rows = await home.query<{ item: string; people: number }>(
      `select item, cast(count(distinct user_id) as double precision) as people from ${home.rows(wanted)} interactions
       where item is not null group by item order by people desc, item limit ${String(MOST_ITEMS)}`,
    );
    for (const row of rows)
      for (const id of itemsIn(row.item, member)) people.set(id, (people.get(id) ?? 0) + row.people);
  }
  return [...people].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)).map(([id]) => id);
}
