import { type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { isZodDto } from 'nestjs-zod/dto';
import { type z } from 'zod';
import { parseRequest } from './parse-request.js';

/**
 * Reads every body, query and path that a controller takes as a DTO (a class made of a Zod schema by `createZodDto`).
 * It stands for the pipe of `nestjs-zod`, which would load all of `@nestjs/swagger` when a server starts.
 *
 * @throws StrataError INVALID_REQUEST with all problems
 */
export class RequestPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (!isZodDto(metatype)) return value;
    // No body at all is an empty one: what has to stand in it is missing.
    return parseRequest(metatype.schema as unknown as z.ZodType, type === 'body' ? (value ?? {}) : value);
  }
}
