import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type OpenAPIObject } from '@nestjs/swagger';

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Json>> }>>;
}

/** Answers that may come before a request reaches its route, whatever the document says. */
const BEFORE_ANY_ROUTE = [400, 404, 405, 413, 431];

/** What a server's own OpenAPI document says about its answers. */
class DocumentedAnswers {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #checks = new Map<string, ValidateFunction>();
  readonly #paths: readonly { readonly path: string; readonly pattern: RegExp }[];

  constructor(private readonly document: OpenAPIObject) {
    formats.default(this.#ajv);
    this.#ajv.addSchema(document, 'openapi');
    this.#paths = Object.keys(document.paths)
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]*')}/?$`) }));
  }

  /** What of an answer is not as the document says; nothing where the request is none of its operations. */
  problemOf(method: string, pathname: string, { status, headers }: Response, text: string): string | undefined {
    const path = this.#paths.find(({ pattern }) => pattern.test(pathname))?.path;
    const methods = (path === undefined ? {} : this.document.paths[path]) as Readonly<Record<string, Operation>>;
    const operation = methods[method.toLowerCase()];
    if (path === undefined || operation === undefined) return undefined;
    const response = operation.responses[String(status)];
    if (response === undefined)
      return BEFORE_ANY_ROUTE.includes(status) ? undefined : `the status ${String(status)} is not documented`;
    const [type = ''] = (headers.get('content-type') ?? '').split(';');
    const content = response.content?.[type];
    if (content === undefined) return text === '' ? undefined : `"${type}" is not documented for ${String(status)}`;
    if (!type.endsWith('json')) return undefined;
    const check = this.#checkOf(['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type]);
    return check(JSON.parse(text)) ? undefined : this.#ajv.errorsText(check.errors, { dataVar: 'answer' });
  }

  #checkOf(place: readonly string[]): ValidateFunction {
    const pointer = [...place, 'schema'].map((part) =>
      encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const $ref = `openapi#/${pointer.join('/')}`;
    const known = this.#checks.get($ref);
    if (known !== undefined) return known;
    const made = this.#ajv.compile({ $ref });
    this.#checks.set($ref, made);
    return made;
  }
}

let documented: Promise<DocumentedAnswers> | undefined;

/** The answers of every server are those of one code: the document of the first that is asked holds for all. */
async function load(origin: string): Promise<DocumentedAnswers> {
  const response = await fetch(`${origin}/openapi.json`);
  if (!response.ok) throw new Error(`/openapi.json answers ${String(response.status)}: ${await response.text()}`);
  return new DocumentedAnswers((await response.json()) as OpenAPIObject);
}

/** Of a server that ended meanwhile nothing is kept: the next one is asked. */
async function documentOf(origin: string): Promise<DocumentedAnswers> {
  const loading = (documented ??= load(origin));
  try {
    return await loading;
  } catch (error) {
    if (documented === loading) documented = undefined;
    throw error;
  }
}

/** An answer with its whole body. */
export interface CheckedAnswer {
  readonly response: Response;
  readonly text: string;
}

/** Fetches, and fails where the answer is not what the OpenAPI document of the server says. */
export async function checkedFetch(url: string, init: RequestInit = {}): Promise<CheckedAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const { origin, pathname } = new URL(url);
  const method = init.method ?? 'GET';
  const problem = (await documentOf(origin)).problemOf(method, pathname, response, text);
  if (problem !== undefined)
    throw new Error(
      `${method} ${pathname} does not answer what /openapi.json says: ${problem}\n${text.slice(0, 2_000)}`,
    );
  return { response, text };
}
