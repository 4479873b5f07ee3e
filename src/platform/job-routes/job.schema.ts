import { z } from 'zod';
import { errorCodeSchema, problemPlaceSchema } from '../http/index.js';
import { JOB_STATES } from '../queue/index.js';

const TIME = z.iso.datetime();

/** How a job is: the members of a {@link JobStanding}, to be answered beside what its kind adds. */
export const JOB_STANDING = {
  id: z.uuid(),
  state: z.enum(JOB_STATES),
  cancelling: z.boolean().describe('It runs and was told to stop.'),
  progress: z.number().min(0).max(1),
  note: z.string().describe('What is being done.'),
  attempts: z.int().min(0).describe('How often a worker began it.'),
  error: z
    .strictObject({ code: errorCodeSchema, message: z.string(), problems: z.array(problemPlaceSchema) })
    .nullable()
    .describe('Why it failed.'),
  by: z.string(),
  createdAt: TIME,
  startedAt: TIME.nullable(),
  endedAt: TIME.nullable(),
};
