import { type PersonStore } from '#strata/profiles/store';

/** What rolling campaigns hold about people: moments that are to come, and lists. */
export const ROLLING_PERSON_STORE: PersonStore = {
  name: 'rollingCampaigns',
  async erase(manager, ids) {
    let rows = 0;
    for (const table of ['rolling_moments', 'rolling_contacts']) {
      const [, count]: [unknown, number] = await manager.query(`delete from ${table} where user_id = any($1)`, [ids]);
      rows += count;
    }
    return rows;
  },
  async export(manager, ids) {
    const of = (table: string, order: string) =>
      manager.query<unknown[]>(`select * from ${table} where user_id = any($1) order by ${order}`, [ids]);
    return [{ moments: await of('rolling_moments', 'due'), contacts: await of('rolling_contacts', 'place') }];
  },
};
