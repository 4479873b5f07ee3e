import { type OpenAPIObject } from '@nestjs/swagger';
import { type ErrorCode, ERRORS } from '#sdk';
import { rolesOf } from '../requests/roles.js';
import { problemSchema } from './problem.schema.js';
import { type Components } from './components.js';
import { type DescribedRoute, type EndpointDescription, tagOf } from './endpoint.js';

/** An operation of a document of OpenAPI, with the id that its route was found by. */
export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & { readonly operationId: string };

type Json = Readonly<Record<string, unknown>>;

interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly route: DescribedRoute;
}

/** The operation as `@Endpoint`, `@Tag` and `@Roles` describe it. */
export function describeOperation({ path, method, operation, route }: Place, components: Components): Operation {
  const { description } = route;
  const roles = rolesOf(route.controller, route.handler);
  const requestBody = bodyOf(operation, description, components);
  const parameters = [
    ...(operation.parameters ?? []).filter((parameter) => !('in' in parameter) || parameter.in !== 'header'),
    ...headersOf(description, components),
  ];
  const mayRefuse = {
    askedForKey: roles !== 'public',
    readsBody: requestBody !== undefined,
    readsParameters: parameters.length > 0,
  };
  return {
    operationId: [method, ...path.split(/[^A-Za-z0-9]+/).filter((part) => part !== '')].join('-'),
    tags: [tagOf(route.controller, route.handler)],
    summary: description.summary,
    ...(roles === 'public'
      ? { security: [] }
      : { description: `Roles: ${[...new Set([...roles, 'admin'])].join(', ')}.` }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: { ...answerOf(description, components), ...refusalsOf(description, mayRefuse, components) },
  } as Operation;
}

/** The body of the DTO, or that of a route which reads it itself. */
function bodyOf({ requestBody }: Operation, { body, bodyExample }: EndpointDescription, components: Components) {
  const found = requestBody as { readonly content: Readonly<Record<string, Json>> } | undefined;
  const media =
    body === undefined ? found?.content['application/json'] : { schema: components.schemaOf(body, 'input') };
  if (media === undefined) return undefined;
  const example = bodyExample === undefined ? {} : { example: bodyExample };
  return { required: true, content: { 'application/json': { ...media, ...example } } };
}

function headersOf({ headers = {} }: EndpointDescription, components: Components): readonly Json[] {
  return Object.entries(headers).map(([name, { schema, description }]) => {
    return { name, in: 'header', required: false, description, schema: components.schemaOf(schema, 'input') };
  });
}

function answerOf({ answer, page, status = 200 }: EndpointDescription, components: Components): Json {
  const content =
    'mediaType' in answer
      ? { [answer.mediaType]: { schema: { type: 'string' } } }
      : {
          'application/json': { schema: components.schemaOf(answer, 'output') },
          ...(page === true ? { 'text/html': { schema: { type: 'string' } } } : {}),
        };
  return { [status]: { description: status === 200 ? 'OK' : 'Accepted: it is done as a job', content } };
}

interface MayRefuse {
  readonly askedForKey: boolean;
  readonly readsBody: boolean;
  readonly readsParameters: boolean;
}

/** Of every route, of those that ask for a key (the others are for whoever watches the server), and of what they read. */
function usualRefusals({ askedForKey, readsBody, readsParameters }: MayRefuse): readonly ErrorCode[] {
  return [
    'CROSS_SITE',
    ...(askedForKey ? (['UNAUTHORIZED', 'FORBIDDEN', 'TOO_MANY_REQUESTS', 'UNAVAILABLE'] as const) : []),
    ...(readsBody ? (['BAD_REQUEST', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(readsBody || readsParameters ? (['INVALID_REQUEST'] as const) : []),
  ];
}

function refusalsOf({ refusals = [], others = {} }: EndpointDescription, may: MayRefuse, components: Components): Json {
  const codes = [...new Set([...refusals, ...usualRefusals(may)])];
  const problem = { 'application/problem+json': { schema: components.schemaOf(problemSchema, 'output') } };
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))];
  const problems = statuses.map((status) => {
    const description = codes.filter((code) => ERRORS[code].status === status).join(', ');
    return [status, { description, content: problem }] as const;
  });
  const answers = Object.entries(others).map(([status, { description, schema }]) => {
    const content = { 'application/json': { schema: schema && components.schemaOf(schema, 'output') } };
    return [status, { description, ...(schema === undefined ? {} : { content }) }] as const;
  });
  return { ...Object.fromEntries(problems), ...Object.fromEntries(answers) };
}
