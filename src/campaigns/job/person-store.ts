import { type EntityManager } from 'typeorm';
import { type PersonStore } from '#strata/profiles/store';
import { listTables, markErasure } from '../runs/index.js';
import { forgetInTables, rowsInTables } from './write-table.js';

/**
 * People in the tables and files that lists were written into; files lose them afterwards, see `takeErasedOut`. Contacts and
 * exposures are the ledger's.
 */
export const LIST_PERSON_STORE: PersonStore = {
  name: 'campaignLists',
  async erase(manager: EntityManager, ids: readonly string[]) {
    await markErasure(manager);
    return await forgetInTables(manager, await listTables(manager), ids);
  },
  async export(manager: EntityManager, ids: readonly string[]) {
    return await rowsInTables(manager, await listTables(manager), ids);
  },
};
