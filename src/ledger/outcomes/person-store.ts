import { type EntityManager } from 'typeorm';
import { type PersonStore } from '#strata/profiles/store';
import { takeTurn } from '../exposures/index.js';

/** Whose rows of each table are a person's; the ids are the parameter. */
const TABLES = {
  exposures: 'exposures where user_id = any($1)',
  outcomes: 'outcomes where user_id = any($1)',
} as const;

/** What people were exposed to and what they did. What was reserved for them stays counted: a counter names nobody. */
export const OUTCOME_PERSON_STORE: PersonStore = {
  name: 'outcomes',
  async erase(manager, ids) {
    // Whoever is writing exposures down now must be done, or would do it again afterwards.
    await takeTurn(manager);
    let rows = 0;
    for (const table of Object.values(TABLES)) {
      const [, count]: [unknown, number] = await manager.query(`delete from ${table}`, [ids]);
      rows += count;
    }
    return rows;
  },
  async export(manager, ids) {
    const found: Record<string, readonly unknown[]> = {};
    for (const [name, table] of Object.entries(TABLES)) found[name] = await select(manager, table, ids);
    return [found];
  },
};

async function select(manager: EntityManager, table: string, ids: readonly string[]): Promise<readonly unknown[]> {
  return await manager.query(`select * from ${table} order by at`, [ids]);
}
