import { isDeepStrictEqual } from 'node:util';
import { type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { StrataError } from '#sdk';

type Json = Readonly<Record<string, unknown>>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** The named schemas of an OpenAPI document: those with an `id`, once each. */
export class Components {
  readonly #schemas = new Map<string, Json>();

  constructor(found: Schemas) {
    for (const [name, schema] of Object.entries(found)) this.#add(name, schema as Json);
  }

  /** The JSON Schema of a Zod schema, in which schemas with an `id` are references to components. */
  schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $defs = {}, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    delete own.$schema;
    for (const [name, definition] of Object.entries($defs)) this.#add(name, definition);
    return own;
  }

  all(): Schemas {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The same with references as OpenAPI writes them. */
  withRefs<T>(value: T): T {
    return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as T;
  }

  #add(name: string, schema: Json): void {
    const known = this.#schemas.get(name);
    if (known !== undefined && !isDeepStrictEqual(this.withRefs(known), this.withRefs(schema)))
      throw new StrataError('INTERNAL', `Two schemas of the API are called ${name}.`);
    this.#schemas.set(name, schema);
  }
}
