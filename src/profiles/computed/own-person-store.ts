import { type PersonStore } from '../store/index.js';

/** What analyses say about people, also what is not published yet. */
export const COMPUTED_PERSON_STORE: PersonStore = {
  name: 'computedFacts',
  async erase(manager, ids) {
    const [, rows]: [unknown, number] = await manager.query('delete from computed_values where user_id = any($1)', [
      ids,
    ]);
    return rows;
  },
  async export(manager, ids) {
    return await manager.query(
      'select user_id, analysis, run, at, outputs from computed_facts where user_id = any($1) order by user_id, analysis',
      [ids],
    );
  },
};
