import { z } from 'zod';
import { type ErrorCode, ERRORS } from '#sdk';
import { decisionSchema, problemSchema } from './decision.schema.js';
import { type Endpoint, type Parameter } from '#strata/platform/openapi';

type Json = Readonly<Record<string, unknown>>;

/** The version of the paths under /v1, which only grow. */
const API_VERSION = '1.0.0';

/** The OpenAPI 3.1 document of these endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) (paths[endpoint.path] ??= {})[endpoint.method] = operationOf(endpoint);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Strata',
      version: API_VERSION,
      summary: 'What do we offer this person now, if anything, and why?',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { apiKey: [] }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, made by `strata keys create`.' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key.' },
      },
      schemas: { Decision: definitionOf(decisionSchema), Problem: definitionOf(problemSchema) },
    },
  };
}

function operationOf(endpoint: Endpoint): Json {
  const { method, path, tag, summary, roles, body, example } = endpoint;
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathParameter(String(name))),
    ...Object.entries(endpoint.query ?? {}).map(([name, parameter]) => parameterOf('query', name, parameter)),
    ...Object.entries(endpoint.headers ?? {}).map(([name, parameter]) => parameterOf('header', name, parameter)),
  ];
  return {
    operationId: [method, ...path.split(/[^A-Za-z0-9]+/).filter((part) => part !== '')].join('-'),
    tags: [tag],
    summary,
    ...(roles.length === 0 ? { security: [] } : { description: `Roles: ${[...roles, 'admin'].join(', ')}.` }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: bodyOf(body, example) }),
    responses: responsesOf(endpoint),
  };
}

function pathParameter(name: string): Json {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function parameterOf(place: 'query' | 'header', name: string, { schema, description }: Parameter): Json {
  return { name, in: place, required: false, description, schema: jsonSchema(schema, 'input') };
}

function bodyOf(schema: z.ZodType, example: unknown): Json {
  const media = { schema: jsonSchema(schema, 'input'), ...(example === undefined ? {} : { example }) };
  return { required: true, content: { 'application/json': media } };
}

/** Of every route, and of those that ask for a key (the others are for whoever watches the server). */
const EVERYWHERE: readonly ErrorCode[] = ['CROSS_SITE'];
const WITH_KEY: readonly ErrorCode[] = [...EVERYWHERE, 'UNAUTHORIZED', 'FORBIDDEN', 'TOO_MANY_REQUESTS'];

function responsesOf({ answer, status: success = 200, errors, roles, others = {} }: Endpoint): Json {
  const ok =
    'mediaType' in answer
      ? { [answer.mediaType]: { schema: { type: 'string' } } }
      : { 'application/json': { schema: jsonSchema(answer, 'output') } };
  const codes = [...new Set([...errors, ...(roles.length === 0 ? EVERYWHERE : WITH_KEY)])];
  const problems = [...new Set(codes.map((code) => ERRORS[code].status))].sort().map((status) => {
    const names = codes.filter((code) => ERRORS[code].status === status).join(', ');
    return [status, { description: names, content: PROBLEM_CONTENT }] as const;
  });
  const description = success === 200 ? 'OK' : 'Accepted: it is done as a job';
  return { [success]: { description, content: ok }, ...Object.fromEntries(problems), ...othersOf(others) };
}

function othersOf(others: NonNullable<Endpoint['others']>): Json {
  return Object.fromEntries(
    Object.entries(others).map(([status, { description, schema }]) => {
      if (schema === undefined) return [status, { description }];
      return [status, { description, content: { 'application/json': { schema: jsonSchema(schema, 'output') } } }];
    }),
  );
}

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const COMPONENTS = '#/components/schemas/';

/** The JSON Schema of a Zod schema; schemas with an id are references to the document's components. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const members = Object.entries(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  const own = Object.fromEntries(members.filter(([name]) => name !== '$schema' && name !== '$defs'));
  return JSON.parse(JSON.stringify(own).replaceAll('"#/$defs/', `"${COMPONENTS}`)) as Json;
}

/** The component of a schema with an id. */
function definitionOf(schema: z.ZodType): Json {
  const [definition] = Object.values(z.toJSONSchema(schema, { io: 'output' }).$defs ?? {});
  return definition as Json;
}
