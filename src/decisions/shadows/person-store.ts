import { type PersonStore } from '#strata/profiles/store';

/** What shadows came to about people: it goes with their decisions. */
export const SHADOW_PERSON_STORE: PersonStore = {
  name: 'shadows',
  async erase(manager, ids) {
    const [, count]: [unknown, number] = await manager.query(
      'delete from shadow_decisions s using decisions d where d.id = s.decision and d.user_id = any($1)',
      [ids],
    );
    return count;
  },
  async export(manager, ids) {
    return await manager.query<unknown[]>(
      `select s.* from shadow_decisions s join decisions d on d.id = s.decision
       where d.user_id = any($1) order by s.decision, s.shadow`,
      [ids],
    );
  },
};
