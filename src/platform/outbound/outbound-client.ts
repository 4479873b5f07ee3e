import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { StrataError } from '#sdk';
import { type AddressGuard } from './address-guard.js';

/** A request to a system of somebody else. */
export interface OutboundPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** What came back; its body is not read. */
export interface OutboundAnswer {
  readonly status: number;
  /** How long the other side asks to be left alone; null where it does not say. */
  readonly retryAfterMs: number | null;
}

/** Finds all addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/** A request that takes longer is given up. */
const TIMEOUT_MS = 15_000;
/** Sockets to one system. */
const MOST_SOCKETS = 8;

/**
 * Posts to addresses that documents name. A name is resolved once a connection and only what was looked at is connected
 * to, so that a name that changes its address meanwhile leads nowhere else. Redirects are not followed.
 */
export class OutboundClient {
  readonly #agents: { readonly http: HttpAgent; readonly https: HttpsAgent };

  constructor(
    private readonly guard: AddressGuard,
    private readonly resolve: Resolve = resolveName,
  ) {
    const options = { keepAlive: true, maxSockets: MOST_SOCKETS };
    this.#agents = {
      http: new HttpAgent({ ...options, lookup: this.#lookup(false) }),
      https: new HttpsAgent({ ...options, lookup: this.#lookup(true) }),
    };
  }

  /**
   * @throws StrataError ADDRESS_REFUSED where the address may not be called
   * @throws Error where no answer came: the connection failed, or it took too long
   */
  async post({ url, headers, body, signal }: OutboundPost): Promise<OutboundAnswer> {
    const target = this.#targetOf(url);
    const isSecret = target.protocol === 'https:';
    const { promise, resolve, reject } = withResolvers<IncomingMessage>();
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    };
    const request = isSecret
      ? httpsRequest(target, { ...options, agent: this.#agents.https }, resolve)
      : httpRequest(target, { ...options, agent: this.#agents.http }, resolve);
    request.on('error', reject);
    request.end(body);
    const answer = await promise;
    answer.on('error', () => undefined);
    answer.resume();
    return { status: answer.statusCode ?? 0, retryAfterMs: retryAfterOf(answer) };
  }

  /** Ends idle connections. */
  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #targetOf(url: string): URL {
    const target = URL.canParse(url) ? new URL(url) : null;
    if (target === null || !['http:', 'https:'].includes(target.protocol) || target.username + target.password !== '') {
      throw refused(url, 'it is no address of the web without a name and a password in it');
    }
    const host = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) this.#assertAllowed(host, target.protocol === 'https:');
    return target;
  }

  #assertAllowed(address: string, isSecret: boolean): void {
    if (this.guard.isAllowed(address, isSecret)) return;
    const why = this.guard.isAllowed(address, true) ? 'it is not encrypted' : 'it is not on the public internet';
    throw refused(address, why);
  }

  #lookup(isSecret: boolean): LookupFunction {
    return (name, { all }, done) => {
      this.resolve(name).then(
        (addresses) => {
          try {
            for (const { address } of addresses) this.#assertAllowed(address, isSecret);
          } catch (error) {
            done(error as NodeJS.ErrnoException, '');
            return;
          }
          const [first] = addresses;
          if (all === true) done(null, [...addresses]);
          else done(null, first?.address ?? '', first?.family);
        },
        (error: unknown) => {
          done(error as NodeJS.ErrnoException, '');
        },
      );
    };
  }
}

function refused(address: string, why: string): StrataError {
  return new StrataError('ADDRESS_REFUSED', `The address ${address.slice(0, 200)} may not be called: ${why}.`, {
    problems: [{ message: why, expected: 'https:// and a public address, or one that ALLOWED_ADDRESSES names' }],
  });
}

function resolveName(name: string): Promise<readonly LookupAddress[]> {
  const { promise, resolve, reject } = withResolvers<readonly LookupAddress[]>();
  dnsLookup(name, { all: true }, (error, addresses) => {
    if (error === null) resolve(addresses);
    else reject(error);
  });
  return promise;
}

/** The longest that anybody may ask for. */
const LONGEST_REST_MS = 600_000;

/** RFC 9110, 10.2.3; a date is not looked at. */
function retryAfterOf({ headers }: IncomingMessage): number | null {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d{1,9}$/.test(seconds) ? Math.min(Number(seconds) * 1_000, LONGEST_REST_MS) : null;
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((fulfil, fail) => {
    resolve = fulfil;
    reject = fail;
  });
  return { promise, resolve, reject };
}
