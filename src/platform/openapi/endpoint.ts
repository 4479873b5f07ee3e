import { type z } from 'zod';
import { type ErrorCode } from '#sdk';

/** What the OpenAPI document says about one endpoint. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With parameters as `{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** The roles that open it; none where everybody may. */
  readonly roles: readonly string[];
  readonly headers?: Readonly<Record<string, Parameter>>;
  readonly query?: Readonly<Record<string, Parameter>>;
  readonly body?: z.ZodType;
  readonly example?: unknown;
  /** Of the answer; 200 unless told. */
  readonly status?: 200 | 202;
  readonly answer: z.ZodType | { readonly mediaType: string };
  readonly errors: readonly ErrorCode[];
  /** Further answers by their status, such as failures in the shape of a protocol. */
  readonly others?: Readonly<Record<number, OtherAnswer>>;
}

/** An answer that is neither the usual one nor a problem document. */
export interface OtherAnswer {
  readonly description: string;
  /** Absent where the answer is empty. */
  readonly schema?: z.ZodType;
}

/** A parameter of the query or the header; none is required. */
export interface Parameter {
  readonly schema: z.ZodType;
  readonly description: string;
}
