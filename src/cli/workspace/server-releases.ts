import { type ReleaseDocuments } from '#strata/engine';
import { type Config } from '#strata/platform/config';
import { type EventQuality } from '#strata/profiles/quality';
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

class ServerReleases implements Releases {
  constructor(private readonly server: ServerCalls) {}

  async push(documents: ReleaseDocuments, _by: string, reason: string | null = null): Promise<Published> {
    const query = reason === null ? '' : `?${new URLSearchParams({ reason }).toString()}`;
    const { release, changed } = await this.server.call<{ release: ReleaseHead; changed: boolean }>(
      'POST',
      `releases${query}`,
      documents,
    );
    return { release: { ...release, documents }, changed };
  }

  async storedEvents(): Promise<StoredEvents> {
    const { events } = await this.server.call<{ events: readonly EventCount[] }>(
      'GET',
      `data-quality?days=${String(COUNTED_DAYS)}`,
    );
    const countOf = ({ counts, schema }: EventCount) => Math.max(counts.received, schema?.learnedFrom ?? 0);
    return new Map(events.map((event) => [event.name, countOf(event)]));
  }

  async current(): Promise<PublishedRelease | null> {
    const [latest] = await this.history({ limit: 1 });
    return latest === undefined ? null : this.get(latest.hash);
  }

  async get(hash: string): Promise<PublishedRelease> {
    return this.server.call('GET', `releases/${encodeURIComponent(hash)}`);
  }

  async history({ limit = 20, before }: Parameters<Releases['history']>[0] = {}): Promise<readonly Publication[]> {
    const query = new URLSearchParams({
      limit: String(limit),
      ...(before === undefined ? {} : { before: String(before) }),
    });
    const { releases } = await this.server.call<{ releases: readonly Publication[] }>(
      'GET',
      `releases?${query.toString()}`,
    );
    return releases;
  }

  async rollback(target: RollbackTarget, _by: string, reason: string | null = null): Promise<PublishedRelease> {
    const body = reason === null ? target : { ...target, reason };
    const { release } = await this.server.call<{ release: ReleaseHead }>('POST', 'releases/rollback', body);
    return this.get(release.hash);
  }
}

/** As far back as the server counts. */
const COUNTED_DAYS = 366;

type EventCount = Pick<EventQuality, 'name' | 'counts' | 'schema'>;
type ReleaseHead = Omit<PublishedRelease, 'documents'>;
