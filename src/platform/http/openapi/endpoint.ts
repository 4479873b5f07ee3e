import 'reflect-metadata';
import { applyDecorators, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import { type z } from 'zod';
import { type ErrorCode } from '#sdk';

/**
 * What there is to say about a route beside what Nest's decorators and the DTOs of its parameters say: what it answers, and
 * why it may refuse. The OpenAPI document, the client and the tests of all answers come from it.
 */
export interface EndpointDescription {
  readonly summary: string;
  /** What is answered in JSON; a schema with an `id` among its metadata is a component of the document. */
  readonly answer: z.ZodType | { readonly mediaType: string };
  /** Whether it is answered as a page for people, too, to who accepts `text/html`. */
  readonly page?: true;
  /** Of the answer; defaults to 200. 202 stands for what is done as a job. */
  readonly status?: 200 | 202;
  /** Refusals of this route, beside those that its key, body and parameters may always get. */
  readonly refusals?: readonly ErrorCode[];
  /** The body of a route that reads it itself. */
  readonly body?: z.ZodType;
  readonly bodyExample?: unknown;
  readonly headers?: Readonly<Record<string, HeaderDescription>>;
  /** Further answers by their status, such as failures in the shape of a protocol. */
  readonly others?: Readonly<Record<number, OtherAnswer>>;
}

/** A header of a request; none is required. */
interface HeaderDescription {
  readonly schema: z.ZodType;
  readonly description: string;
}

/** An answer that is neither the usual one nor a problem document. */
interface OtherAnswer {
  readonly description: string;
  /** Absent where the answer is empty. */
  readonly schema?: z.ZodType;
}

const ENDPOINT = 'strata:endpoint';
const TAG = 'strata:tag';

/** Describes a route, and sets the status of its answer. A route without a description is in no document. */
export const Endpoint = (description: EndpointDescription) =>
  applyDecorators(HttpCode(description.status ?? 200), SetMetadata(ENDPOINT, description));

interface Heading {
  readonly name: string;
  /** Where the heading stands among all: the smallest first. Said once for each heading, with gaps for those to come. */
  readonly place: number | undefined;
}

/** Under which heading the routes of a controller stand in the document. */
export const Tag = (name: string, place?: number): ClassDecorator & MethodDecorator =>
  SetMetadata(TAG, { name, place } satisfies Heading);

/** How a route is described. */
export function endpointOf(handler: object): EndpointDescription | undefined {
  return Reflect.getMetadata(ENDPOINT, handler) as EndpointDescription | undefined;
}

/** The heading of a route: its own, else its controller's. */
export function tagOf(controller: object, handler: object): string {
  const [heading] = [handler, controller].flatMap((target) => headingOf(target) ?? []);
  return heading?.name ?? '';
}

/** The headings of routes in their order; those without a place come last. */
export function tagsOf(routes: Iterable<DescribedRoute>): readonly string[] {
  const places = new Map<string, number>();
  for (const { controller, handler } of routes) {
    for (const { name, place = Infinity } of [handler, controller].flatMap((target) => headingOf(target) ?? [])) {
      places.set(name, Math.min(place, places.get(name) ?? Infinity));
    }
  }
  const before = ([a, one]: [string, number], [b, other]: [string, number]) => one - other || (a < b ? -1 : 1);
  return [...places].sort(before).map(([name]) => name);
}

function headingOf(target: object): Heading | undefined {
  return Reflect.getMetadata(TAG, target) as Heading | undefined;
}

/** A route of a controller, as it is described. */
export interface DescribedRoute {
  readonly controller: Type;
  readonly handler: object;
  readonly description: EndpointDescription;
}
