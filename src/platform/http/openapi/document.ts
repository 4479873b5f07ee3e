import { type INestApplication, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type OpenAPIObject } from '@nestjs/swagger';
import { StrataError } from '#sdk';
import { Components } from './components.js';
import { type DescribedRoute, endpointOf, tagsOf } from './endpoint.js';
import { describeOperation, type Operation } from './operation.js';

/** The version of the paths under /v1, which only grow. */
const API_VERSION = '1.0.0';

const HEAD: Omit<OpenAPIObject, 'paths'> = {
  openapi: '3.1.0',
  info: {
    title: 'Strata',
    version: API_VERSION,
    summary: 'What do we offer this person now, if anything, and why?',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  } as OpenAPIObject['info'],
  servers: [{ url: '/' }],
  security: [{ key: [] }, { apiKey: [] }],
  components: {
    securitySchemes: {
      key: { type: 'http', scheme: 'bearer', description: 'An API key, made by `strata keys create`.' },
      apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key.' },
    },
  },
};

/**
 * The OpenAPI 3.1 document of an application: paths, parameters and bodies as `@nestjs/swagger` finds them in the
 * controllers and their DTOs; summaries, answers and refusals from `@Endpoint`. Routes without it are left out.
 *
 * Loads what it needs only when it is called: a server that nobody asks for it starts without.
 */
export async function openApiDocument(app: INestApplication): Promise<OpenAPIObject> {
  const [{ SwaggerModule }, { cleanupOpenApiDoc }] = await Promise.all([
    import('@nestjs/swagger'),
    import('nestjs-zod'),
  ]);
  const found = SwaggerModule.createDocument(app, HEAD, { operationIdFactory: routeName });
  const document = cleanupOpenApiDoc(found, { version: '3.1' });
  const components = new Components(document.components?.schemas ?? {});
  const routes = describedRoutes(app.get(ModulesContainer));
  const paths: Record<string, Record<string, Operation>> = {};
  // In an order that does not depend on that of the modules.
  for (const [path, methods] of Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [method, operation] of Object.entries(methods as Record<string, Operation>)) {
      // A route with several paths has a number behind its name.
      const route = routes.get(operation.operationId.replace(/\[\d+\]$/, ''));
      if (route !== undefined)
        (paths[path] ??= {})[method] = describeOperation({ path, method, operation, route }, components);
    }
  }
  const described = {
    ...document,
    tags: tagsOf(routes.values()).map((name) => ({ name })),
    paths: paths as unknown as OpenAPIObject['paths'],
    components: { ...document.components, schemas: components.all() },
  };
  return components.withRefs(described);
}

function routeName(controller: string, method: string): string {
  return `${controller}.${method}`;
}

/** Every described route of the application, by controller and method. */
function describedRoutes(modules: ModulesContainer): ReadonlyMap<string, DescribedRoute> {
  const routes = new Map<string, DescribedRoute>();
  const controllers = new Set([...modules.values()].flatMap(({ controllers: own }) => [...own.values()]).map(classOf));
  for (const controller of controllers) {
    const prototype = controller.prototype as Readonly<Record<string, object>>;
    for (const method of Object.getOwnPropertyNames(prototype)) {
      const handler = prototype[method];
      const description = handler === undefined ? undefined : endpointOf(handler);
      if (handler === undefined || description === undefined) continue;
      const name = routeName(controller.name, method);
      if (routes.has(name)) throw new StrataError('INTERNAL', `Two controllers are called ${controller.name}.`);
      routes.set(name, { controller, handler, description });
    }
  }
  return routes;
}

function classOf({ metatype }: { readonly metatype: Type | object | null }): Type {
  return metatype as Type;
}
