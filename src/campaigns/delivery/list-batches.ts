import { type Campaign, type Offer, type Strategy } from '#strata/engine';
import { sqlText } from '#strata/kernel';
import { openMemory } from '#strata/tables';
import { hasItems, ITEMS_COLUMN } from '../items/index.js';
import { type DeliveryBatch } from './push-batches.js';

/** A list that is handed out in batches. */
export interface DeliveredList {
  /** Id of the run. */
  readonly run: string;
  readonly campaign: Pick<Campaign, 'id'>;
  readonly strategy: Pick<Strategy, 'id' | 'offers'>;
  /** Path of the list, Parquet. */
  readonly path: string;
  /** When the list was decided: milliseconds since 1970, UTC. */
  readonly now: number;
  /** People a batch. */
  readonly size: number;
}

/** Somebody who gets an offer. Probabilities, and money; null where a model gave no figure. */
interface DeliveredPerson {
  readonly user: string;
  readonly offer: string;
  readonly arm: string | null;
  readonly propensity: number | null;
  readonly expected: Readonly<Record<'conversion' | 'natural' | 'cost' | 'profit', number | null>>;
  /** Ids, the best first; absent where the offer has none. */
  readonly items?: readonly string[];
}

/** How many batches a list makes; hold-outs get nothing and are in none. */
export async function countBatches({ path, size }: Pick<DeliveredList, 'path' | 'size'>): Promise<number> {
  const { connection, close } = await openMemory();
  try {
    const reader = await connection.runAndReadAll(`select count(*)::integer ${from(path)}`);
    return Math.ceil(Number(reader.getRows()[0]?.[0] ?? 0) / size);
  } finally {
    close();
  }
}

/** The batches of a list in its order: the same ones with the same bytes whenever it is read. */
export async function* listBatches(list: DeliveredList): AsyncGenerator<DeliveryBatch> {
  let number = 0;
  for await (const people of peopleOf(list)) {
    number += 1;
    const batch = number;
    yield { number, body: () => bodyOf(list, batch, people) };
  }
}

const from = (path: string): string => `from read_parquet(${sqlText(path, 'duckdb')}) where outcome = 'offer'`;

async function* peopleOf({ path, size, strategy }: DeliveredList): AsyncGenerator<readonly DeliveredPerson[]> {
  const { connection, close } = await openMemory();
  try {
    const result = await connection.stream(
      `select "user", offer, arm, propensity, conversion, "natural", cost, profit${hasItems(strategy) ? `, ${ITEMS_COLUMN}` : ''} ${from(path)}`,
    );
    let people: DeliveredPerson[] = [];
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      people.push(...chunk.getRows().map(personOf));
      for (; people.length >= size; people = people.slice(size)) yield people.slice(0, size);
    }
    if (people.length > 0) yield people;
  } finally {
    close();
  }
}

function personOf([
  user,
  offer,
  arm,
  propensity,
  conversion,
  natural,
  cost,
  profit,
  items,
]: readonly unknown[]): DeliveredPerson {
  const expected = {
    conversion: numberOf(conversion),
    natural: numberOf(natural),
    cost: numberOf(cost),
    profit: numberOf(profit),
  };
  return {
    user: String(user),
    offer: String(offer),
    arm: typeof arm === 'string' && arm !== '' ? arm : null,
    propensity: numberOf(propensity),
    expected,
    ...(typeof items === 'string' ? { items: JSON.parse(items) as readonly string[] } : {}),
  };
}

/** To a millionth, so that the noise of binary fractions does not show. */
function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * 1e6) / 1e6 : null;
}

function bodyOf({ run, campaign, strategy, now }: DeliveredList, batch: number, people: readonly DeliveredPerson[]) {
  const made = people.map(({ offer }) => offer);
  const offers = offersTold(strategy.offers, made);
  const data = { run, campaign: campaign.id, strategy: strategy.id, batch, offers, people };
  return JSON.stringify({ type: 'campaign.batch', timestamp: new Date(now).toISOString(), data });
}

/** What a receiver is told of the offers that are made. */
export function offersTold(
  offers: readonly Offer[],
  made: readonly string[],
): readonly Pick<Offer, 'id' | 'title' | 'channel' | 'content'>[] {
  const ids = new Set(made);
  return offers.filter(({ id }) => ids.has(id)).map(offerOf);
}

function offerOf({ id, title, channel, content }: Offer): Pick<Offer, 'id' | 'title' | 'channel' | 'content'> {
  return {
    id,
    title,
    ...(channel === undefined ? {} : { channel }),
    ...(content === undefined ? {} : { content }),
  };
}
