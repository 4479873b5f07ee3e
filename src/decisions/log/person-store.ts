import { type EntityManager } from 'typeorm';
import { type PersonStore } from '#strata/profiles/store';

/** What the log of decisions holds about people. What was reserved for them stays counted: a counter names nobody. */
export const DECISION_PERSON_STORE: PersonStore = {
  name: 'decisions',
  async erase(manager, ids) {
    const [, decisions]: [unknown, number] = await manager.query('delete from decisions where user_id = any($1)', [
      ids,
    ]);
    const [, contacts]: [unknown, number] = await manager.query(
      'delete from contacts where user_id = any($1) or asked_as = any($1)',
      [ids],
    );
    return decisions + contacts;
  },
  async export(manager, ids) {
    return [
      {
        decisions: await select(manager, 'select * from decisions where user_id = any($1) order by id', ids),
        repetitions: await select(
          manager,
          `select r.* from repetitions r join decisions d on d.id = r.decision_id
           where d.user_id = any($1) order by r.decision_id`,
          ids,
        ),
        contacts: await select(
          manager,
          'select * from contacts where user_id = any($1) or asked_as = any($1) order by at',
          ids,
        ),
      },
    ];
  },
};

async function select(manager: EntityManager, sql: string, ids: readonly string[]): Promise<readonly unknown[]> {
  return await manager.query(sql, [ids]);
}
