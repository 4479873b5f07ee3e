import createFetchClient, { type Client } from 'openapi-fetch';
import { type components, type paths } from './schema.js';

export { type components, type paths } from './schema.js';

/** A problem document (RFC 9457): why a server refused. */
export type Problem = components['schemas']['Problem'];
/** What a user is offered, if anything, and why. */
export type Decision = components['schemas']['Decision'];
export type DecisionRequest = components['schemas']['DecisionRequest'];

/** What programs read; some calls answer people, too, with a page (`text/html`). */
type ReadByPrograms = 'application/json' | 'application/octet-stream' | 'text/event-stream' | 'text/plain';

/** Every call of the API by its path: `client.POST('/v1/decisions', { body })`. */
export type StrataClient = Client<paths, ReadByPrograms>;

/** What a call answers: `AnswerOf<'/v1/decisions', 'post'>`. */
export type AnswerOf<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends {
  readonly responses: { readonly 200: { readonly content: { readonly 'application/json': infer A } } };
}
  ? A
  : never;

/** How a server is reached. */
export interface ClientOptions {
  /** Of the server, such as `http://127.0.0.1:3000`. */
  readonly url: string | URL;
  /** An API key, where the server asks for one. */
  readonly key?: string | undefined;
  /** Milliseconds that an answer may take; defaults to 30 seconds. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/** A client of a server; it holds no connection that has to be closed. */
export function createClient({ url, key, timeoutMs = TIMEOUT_MS }: ClientOptions): StrataClient {
  return createFetchClient<paths, ReadByPrograms>({
    baseUrl: String(url).replace(/\/$/, ''),
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    fetch: (request) => fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]) }),
  });
}

/** A refusal: the server's problem document, or what else it said. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    /** The HTTP status. */
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(problem.detail ?? `The server answered ${String(status)}.`);
  }
}

/** What a call of the client resolves to. */
interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer of a call. @throws Refusal where the server refused, TypeError where it cannot be reached */
export async function answerOf<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new Refusal(response.status, typeof error === 'object' && error !== null ? error : {});
}
