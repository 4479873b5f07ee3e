import { Inject, Injectable } from '@nestjs/common';
import { type CompiledRelease } from '#strata/engine/plan';
import { timeZoneOf } from '#strata/engine';
import { isStorable } from '#strata/kernel';
import { DATABASE, type Database, prepared, queryPrepared } from '#strata/platform/database';
import { Batches } from './batches.js';
import { type Asked, type GatheredRow, type GatherStatement, gatherStatement } from './sql/gather-statement.js';
import { needsOf } from './values/needs.js';
import { Population } from './population.js';
import { NOBODY, type StoredFacts } from './values/stored-facts.js';

/**
 * Gathers what the store knows about people, for decisions. Each release is compiled to one SQL statement when it first
 * decides; who asks while another gather is under way is answered together with all others who do.
 */
@Injectable()
export class FactGatherer {
  readonly #gatherings = new WeakMap<CompiledRelease, Batches<Asked, Gathered>>();
  readonly #population: Population;

  constructor(@Inject(DATABASE) private readonly database: Database) {
    this.#population = new Population(database);
  }

  /**
   * What is known about one person at `now` (milliseconds since 1970), late and out-of-order events included: one round
   * trip, shared with everybody who asks at the same time. An id that was merged into a person's is that person's. Where
   * nobody is stored at all, the database is not asked.
   *
   * @throws StrataError UNAVAILABLE
   */
  async gatherOne(userId: string, release: CompiledRelease, now: number): Promise<StoredFacts> {
    const holdsAnybody = this.#population.mayHoldAnybody();
    if (holdsAnybody === false || !isStorable(userId) || !(await holdsAnybody)) return NOBODY;
    const batches = this.#batchesOf(release);
    const { person, stored } = await batches.add({ userId, now });
    return person === null ? stored : (await batches.add({ userId: person, now })).stored;
  }

  /** The same for many people; everybody asked for is in the answer, also who is not known. */
  async gather(
    userIds: readonly string[],
    release: CompiledRelease,
    now: number,
  ): Promise<ReadonlyMap<string, StoredFacts>> {
    const found = await Promise.all(userIds.map((userId) => this.gatherOne(userId, release, now)));
    return new Map(userIds.map((userId, index) => [userId, found[index] ?? NOBODY]));
  }

  /** The statement that gathers for a release: `$1` the ids, `$2` the moments, both arrays of text. */
  statementFor(release: CompiledRelease): string {
    return statementOf(release).sql;
  }

  #batchesOf(release: CompiledRelease): Batches<Asked, Gathered> {
    const known = this.#gatherings.get(release);
    if (known !== undefined) return known;
    const statement = statementOf(release);
    const query = this.#queryOf(statement);
    const batches = new Batches<Asked, Gathered>(async (asked) => readAll(statement, asked, await query(asked)));
    this.#gatherings.set(release, batches);
    return batches;
  }

  /** PostgreSQL keeps the plan: planning for all partitions costs more than half of a small gather. */
  #queryOf({ sql, sqlToPlan, parameters }: GatherStatement): (asked: readonly Asked[]) => Promise<Rows> {
    if (this.database.kind === 'pglite') {
      return (asked) => this.database.run((manager) => manager.query<Rows>(sqlToPlan, parameters(asked)));
    }
    const statement = prepared(sql);
    return (asked) => this.database.run((manager) => queryPrepared(manager, statement, parameters(asked)));
  }
}

type Rows = readonly GatheredRow[];

function readAll(statement: GatherStatement, asked: readonly Asked[], rows: Rows): readonly Gathered[] {
  return rows.map((row, index) => {
    const one = asked[index] as Asked;
    return { person: row.person === one.userId ? null : row.person, stored: statement.read(row, one) };
  });
}

function statementOf(release: CompiledRelease): GatherStatement {
  return gatherStatement(release.documents.facts, timeZoneOf(release.documents), needsOf(release));
}

interface Gathered {
  /** The person that the id was merged into, to be asked for instead. */
  readonly person: string | null;
  readonly stored: StoredFacts;
}
