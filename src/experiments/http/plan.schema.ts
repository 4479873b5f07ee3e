import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { plannedExperimentSchema, planQuestionSchema } from '../planning/index.js';

/** `POST /v1/experiments/power` */
export class PlanBody extends createZodDto(planQuestionSchema) {}

/** A plan, as it is answered. */
export const planSchema = plannedExperimentSchema.extend({ words: z.array(z.string()).readonly() });
