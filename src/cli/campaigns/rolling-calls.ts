import { type AnswerOf } from '#client';
import {
  type RollingCampaigns,
  type RollingRecords,
  shownContacts,
  shownRolling,
  shownTurn,
} from '#strata/campaigns/rolling';
import { type ServerCalls } from '../workspace/running-server.js';

/** As the API answers them. */
export type ShownRolling = AnswerOf<'/v1/rolling-campaigns/{id}', 'get'>;
export type ShownTurn = AnswerOf<'/v1/rolling-campaigns/{id}/turns', 'get'>['turns'][number];
export type ShownContacts = AnswerOf<'/v1/rolling-campaigns/{id}/contacts', 'get'>;

/** A page of a list. */
interface ListPage {
  readonly turn?: string;
  /** The place of the last one of the page before. */
  readonly after: number;
  readonly limit: number;
}

/** Rolling campaigns of whoever takes their turns: a server of this home, or this process. */
export interface RollingCalls {
  list(): Promise<readonly ShownRolling[]>;
  find(id: string): Promise<ShownRolling>;
  turns(id: string, limit: number): Promise<readonly ShownTurn[]>;
  contacts(id: string, page: ListPage): Promise<ShownContacts>;
  /** Takes a turn at once. */
  turnNow(id: string): Promise<ShownRolling>;
  pause(id: string): Promise<ShownRolling>;
  resume(id: string): Promise<ShownRolling>;
  cancel(id: string): Promise<ShownRolling>;
}

/** Those of a server. */
export function rollingOf(server: ServerCalls): RollingCalls {
  const of = (id: string) => ({ params: { path: { id } } });
  return {
    list: async () => (await server.ask((api) => api.GET('/v1/rolling-campaigns'))).campaigns,
    find: (id) => server.ask((api) => api.GET('/v1/rolling-campaigns/{id}', of(id))),
    turns: async (id, limit) => {
      const params = { path: { id }, query: { limit } };
      return (await server.ask((api) => api.GET('/v1/rolling-campaigns/{id}/turns', { params }))).turns;
    },
    contacts: (id, query) => {
      const params = { path: { id }, query };
      return server.ask((api) => api.GET('/v1/rolling-campaigns/{id}/contacts', { params }));
    },
    turnNow: (id) => server.ask((api) => api.POST('/v1/rolling-campaigns/{id}/turns', of(id))),
    pause: (id) => server.ask((api) => api.POST('/v1/rolling-campaigns/{id}/pause', of(id))),
    resume: (id) => server.ask((api) => api.POST('/v1/rolling-campaigns/{id}/resume', of(id))),
    cancel: (id) => server.ask((api) => api.DELETE('/v1/rolling-campaigns/{id}', of(id))),
  };
}

/** Those of this process. */
export function rollingHere(
  { records, campaigns }: { readonly records: RollingRecords; readonly campaigns: RollingCampaigns },
  by: string,
): RollingCalls {
  const find = async (id: string): Promise<ShownRolling> => shownRolling(await records.find(id, Date.now()));
  const told = async (deed: Promise<void>, id: string): Promise<ShownRolling> => {
    await deed;
    return await find(id);
  };
  return {
    list: async () => (await records.list(Date.now())).map(shownRolling),
    find,
    turns: async (id, limit) => (await records.turns(id, limit)).map(shownTurn),
    contacts: async (id, page) => shownContacts(await records.contacts(id, page), page.limit),
    turnNow: (id) => told(campaigns.turnNow(id, Date.now()), id),
    pause: (id) => told(records.pause(id, by), id),
    resume: (id) => told(records.resume(id, by), id),
    cancel: (id) => told(records.cancel(id, by), id),
  };
}
