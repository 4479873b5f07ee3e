import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { userIdSchema } from './plain-text.js';

/** The person of a path. */
export class PersonPath extends createZodDto(z.strictObject({ id: userIdSchema })) {}
