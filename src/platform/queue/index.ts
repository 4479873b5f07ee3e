export {
  type Job,
  JOB_STATES,
  type JobHandler,
  type JobHandlers,
  type JobKinds,
  type JobRun,
  type JobState,
} from './job.js';
export { type JobQueue, type JobQueueOptions, openJobQueue, type QueueSummary } from './job-queue.js';
