import { type paths } from '#client';
import { type ReleaseDocuments } from '#strata/engine';
import { type Config } from '#strata/platform/config';
import {
  type Publication,
  type Published,
  type PublishedRelease,
  type ReleaseStore,
  type RollbackTarget,
} from '#strata/rulebook/releases';
import { type StoredEvents } from '#strata/rulebook/checks';
import { runningServer, type ServerCalls } from './running-server.js';

/** What commands do with releases, directly in the database or through the server that owns it. */
export type Releases = Pick<ReleaseStore, 'push' | 'current' | 'get' | 'history' | 'rollback' | 'storedEvents'>;

/** The releases of the server that has the embedded database of this home open; undefined where there is none. */
export function serverReleases(config: Config): Releases | undefined {
  const server = runningServer(config);
  return server === undefined ? undefined : new ServerReleases(server);
}

/** The documents as the API takes them. */
type Documents = NonNullable<paths['/v1/releases']['post']['requestBody']>['content']['application/json'];

class ServerReleases implements Releases {
  constructor(private readonly server: ServerCalls) {}

  async push(documents: ReleaseDocuments, _by: string, reason: string | null = null): Promise<Published> {
    const params = { query: reason === null ? {} : { reason } };
    // Analyses are of a kind that the server knows, or it says so.
    const request = { params, body: documents as Documents };
    const { release, changed } = await this.server.ask((api) => api.POST('/v1/releases', request));
    return { release: { ...release, documents }, changed };
  }

  async storedEvents(): Promise<StoredEvents> {
    const params = { query: { days: COUNTED_DAYS } };
    const { events } = await this.server.ask((api) => api.GET('/v1/data-quality', { params }));
    return new Map(
      events.map(({ name, counts, schema }) => [name, Math.max(counts.received, schema?.learnedFrom ?? 0)]),
    );
  }

  async current(): Promise<PublishedRelease | null> {
    const [latest] = await this.history({ limit: 1 });
    return latest === undefined ? null : this.get(latest.hash);
  }

  async get(hash: string): Promise<PublishedRelease> {
    const params = { path: { hash } };
    const { documents, ...head } = await this.server.ask((api) => api.GET('/v1/releases/{hash}', { params }));
    return { ...head, documents: documents as unknown as ReleaseDocuments };
  }

  async history({ limit = 20, before }: Parameters<Releases['history']>[0] = {}): Promise<readonly Publication[]> {
    const query = { limit, ...(before === undefined ? {} : { before }) };
    return (await this.server.ask((api) => api.GET('/v1/releases', { params: { query } }))).releases;
  }

  async rollback(target: RollbackTarget, _by: string, reason: string | null = null): Promise<PublishedRelease> {
    const body = reason === null ? target : { ...target, reason };
    const { release } = await this.server.ask((api) => api.POST('/v1/releases/rollback', { body }));
    return this.get(release.hash);
  }
}

/** As far back as the server counts. */
const COUNTED_DAYS = 366;
