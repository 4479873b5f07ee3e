import { type EntityManager } from 'typeorm';
import { type PersonStore } from './person-store.js';

/** What the tables of this folder hold about people. */
export const PROFILE_PERSON_STORE: PersonStore = {
  name: 'profiles',
  async erase(manager, ids) {
    let rows = 0;
    for (const condition of CONDITIONS) {
      const [, count]: [unknown, number] = await manager.query(`delete from ${condition}`, [ids]);
      rows += count;
    }
    return rows;
  },
  async export(manager, ids) {
    return [
      {
        ids,
        profiles: await select(manager, 'profiles where user_id = any($1) order by user_id', ids),
        traits: await select(manager, 'profile_sources where id = any($1) order by id', ids),
        consents: await select(manager, 'consents where user_id = any($1) order by purpose', ids),
        consentHistory: await select(manager, 'consent_history where id = any($1) order by at, purpose', ids),
        identities: await select(manager, 'identities where user_id = any($1) order by anonymous_id', ids),
        merges: await select(manager, 'merges where from_id = any($1) or into_id = any($1) order by at, id', ids),
        messages: await select(manager, 'received_messages where user_id = any($1) order by kind, message_id', ids),
        events: await select(manager, 'events where user_id = any($1) order by at, message_id', ids),
      },
    ];
  },
};

const CONDITIONS = [
  'profiles where user_id = any($1)',
  'profile_sources where id = any($1)',
  'consents where user_id = any($1)',
  'consent_history where id = any($1)',
  'events where user_id = any($1)',
  'received_messages where user_id = any($1)',
  'identities where user_id = any($1) or anonymous_id = any($1) or claimed_id = any($1)',
  'merges where from_id = any($1) or into_id = any($1)',
];

async function select(manager: EntityManager, from: string, ids: readonly string[]): Promise<readonly unknown[]> {
  return await manager.query(`select * from ${from}`, [ids]);
}
