import { type EntityManager } from 'typeorm';
import { type PersonStore } from '#strata/profiles/store';
import { takeTurn } from '../exposures/index.js';

/** What is known of what became of decisions about people. What was reserved for them stays counted. */
export const OUTCOME_PERSON_STORE: PersonStore = {
  name: 'outcomes',
  async erase(manager, ids) {
    // Whoever is reading decisions now must be done, or would write them down again afterwards.
    await takeTurn(manager);
    let rows = 0;
    for (const table of ['outcomes', 'exposures']) {
      const [, count]: [unknown, number] = await manager.query(`delete from ${table} where user_id = any($1)`, [ids]);
      rows += count;
    }
    return rows;
  },
  async export(manager, ids) {
    return [
      {
        exposures: await select(manager, 'exposures where user_id = any($1) order by at', ids),
        outcomes: await select(manager, 'outcomes where user_id = any($1) order by at', ids),
      },
    ];
  },
};

async function select(manager: EntityManager, from: string, ids: readonly string[]): Promise<readonly unknown[]> {
  return await manager.query(`select * from ${from}`, [ids]);
}
