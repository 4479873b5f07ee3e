import { hostname } from 'node:os';
import { type ReleaseDocuments } from '../engine/index.js';
import { type Config, homeOwner } from '../platform/index.js';
import {
  type Publication,
  type Published,
  type PublishedRelease,
  type ReleaseStore,
  type RollbackTarget,
} from '../rulebook/index.js';
import { type ErrorCode, ERRORS, type Problem, StrataError } from '../sdk/index.js';

/** What commands do with releases, directly in the database or through the server that owns it. */
export type Releases = Pick<ReleaseStore, 'push' | 'current' | 'get' | 'history' | 'rollback'>;

/** The releases of the server that has the embedded database of this home open; undefined where there is none. */
export function serverReleases(config: Config): Releases | undefined {
  if (config.databaseUrl !== undefined) return undefined;
  const owner = homeOwner(config.home);
  if (owner?.url === undefined || owner.host !== hostname()) return undefined;
  return new ServerReleases(owner.url, config.adminKey);
}

const TIME_LIMIT_MS = 30_000;

class ServerReleases implements Releases {
  constructor(
    private readonly url: string,
    private readonly key: string | undefined,
  ) {}

  async push(documents: ReleaseDocuments): Promise<Published> {
    const { release, changed } = await this.#call<{ release: ReleaseHead; changed: boolean }>(
      'POST',
      'releases',
      documents,
    );
    return { release: { ...release, documents }, changed };
  }

  async current(): Promise<PublishedRelease | null> {
    const [latest] = await this.history({ limit: 1 });
    return latest === undefined ? null : this.get(latest.hash);
  }

  async get(hash: string): Promise<PublishedRelease> {
    return this.#call('GET', `releases/${encodeURIComponent(hash)}`);
  }

  async history({ limit = 20, before }: Parameters<Releases['history']>[0] = {}): Promise<readonly Publication[]> {
    const query = new URLSearchParams({
      limit: String(limit),
      ...(before === undefined ? {} : { before: String(before) }),
    });
    const { releases } = await this.#call<{ releases: readonly Publication[] }>('GET', `releases?${query.toString()}`);
    return releases;
  }

  async rollback(target: RollbackTarget): Promise<PublishedRelease> {
    const { release } = await this.#call<{ release: ReleaseHead }>('POST', 'releases/rollback', target);
    return this.get(release.hash);
  }

  async #call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const response = await this.#fetch(method, path, body);
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw this.#refused(response.status, answer);
    return answer as T;
  }

  async #fetch(method: string, path: string, body: unknown): Promise<Response> {
    try {
      return await fetch(new URL(`/v1/${path}`, this.url), {
        method,
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(this.key === undefined ? {} : { authorization: `Bearer ${this.key}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new StrataError('UNAVAILABLE', `The server on ${this.url} does not answer.`, { cause });
    }
  }

  #refused(status: number, answer: unknown): StrataError {
    const { code, detail, problems } = (answer ?? {}) as Partial<ProblemAnswer>;
    const known = typeof code === 'string' && code in ERRORS ? (code as ErrorCode) : 'UNAVAILABLE';
    const hint = status === 401 ? ' Set STRATA_ADMIN_KEY to a key that may publish.' : '';
    const message = `${detail ?? `The server answered ${status}.`}${hint}`;
    return new StrataError(known, message, { problems: Array.isArray(problems) ? problems : [] });
  }
}

type ReleaseHead = Omit<PublishedRelease, 'documents'>;

/** A problem document, as far as it is read here. */
interface ProblemAnswer {
  readonly code: string;
  readonly detail: string;
  readonly problems: readonly Problem[];
}
