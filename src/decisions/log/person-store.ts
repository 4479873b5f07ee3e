import { exportContacts, forgetContacts } from '#strata/ledger/contacts';
import { type PersonStore } from '#strata/profiles/store';

/** What the log of decisions holds about people, and whom they were contacted by. */
export const DECISION_PERSON_STORE: PersonStore = {
  name: 'decisions',
  async erase(manager, ids) {
    const [, count]: [unknown, number] = await manager.query('delete from decisions where user_id = any($1)', [ids]);
    return count + (await forgetContacts(manager, ids));
  },
  async export(manager, ids) {
    return [
      {
        decisions: await manager.query<unknown[]>('select * from decisions where user_id = any($1) order by id', [ids]),
        repetitions: await manager.query<unknown[]>(
          `select r.* from repetitions r join decisions d on d.id = r.decision_id
           where d.user_id = any($1) order by r.decision_id`,
          [ids],
        ),
        contacts: await exportContacts(manager, ids),
      },
    ];
  },
};
