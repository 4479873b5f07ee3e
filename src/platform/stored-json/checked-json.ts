import { z } from 'zod';
import { type StrataError } from '#sdk';

/**
 * What we stored as JSON, read back: what relies on it fails here and says why, whoever wrote into the row or the file since.
 *
 * @param refuse the error, by what is wrong
 */
export function checkedJson<T>(schema: z.ZodType<T>, text: string, refuse: (why: string) => StrataError): T {
  const parsed = schema.safeParse(valueOf(text));
  if (parsed.success) return parsed.data;
  throw refuse(z.prettifyError(parsed.error));
}

/** The same of what is made again where it is of no use; undefined then. */
export function usableJson<T>(schema: z.ZodType<T>, text: string): T | undefined {
  return schema.safeParse(valueOf(text)).data;
}

/** Text that is no JSON is no value of any schema. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object by the members that others rely on; what else it has stays as it was written. */
export function storedObject<T extends object>(members: { readonly [Name in keyof T]?: z.ZodType }): z.ZodType<T> {
  return z.looseObject(members as z.ZodRawShape) as unknown as z.ZodType<T>;
}
