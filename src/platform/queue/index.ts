export { type JobQueue, JOBS, openJobQueue } from './job-queue.js';
export { JOB_STATES, type Job, type JobHandler } from './job.js';
export { hasEnded, JobsAbout, type JobStanding, standingOf } from './jobs-about.js';
