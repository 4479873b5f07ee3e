import { type EntityManager } from 'typeorm';
import { type AuditedChange, changesOfSubjects, forgetSubjects, recordChange } from '#strata/platform/audit';
import { type PersonStore } from './person-store.js';
import { HASH_OF_ID } from '../persons/persons.js';

/** A change of what is stored about a person. */
type PersonChange = Omit<AuditedChange, 'subject'> & { readonly userId: string };

/** Records a change under the hash of the id, so that the audit log never holds the id. */
export async function recordPersonChange(manager: EntityManager, { userId, ...change }: PersonChange): Promise<void> {
  const [subject = ''] = await subjectsOf(manager, [userId]);
  await recordChange(manager, { ...change, subject });
}

/** What the log says about a person; of an erased one only that the person went is recorded, afterwards. */
export const AUDIT_PERSON_STORE: PersonStore = {
  name: 'audit',
  async erase(manager, ids) {
    return await forgetSubjects(manager, await subjectsOf(manager, ids));
  },
  async export(manager, ids) {
    return await changesOfSubjects(manager, await subjectsOf(manager, ids));
  },
};

async function subjectsOf(manager: EntityManager, ids: readonly string[]): Promise<readonly string[]> {
  const rows: { subject: string }[] = await manager.query(
    `select 'person:' || ${HASH_OF_ID} as subject from unnest($1::text[]) as asked (id)`,
    [ids],
  );
  return rows.map(({ subject }) => subject);
}
