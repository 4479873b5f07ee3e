export { type JobQueue, JOBS, openJobQueue } from './job-queue.js';
export { JOB_STATES, type Job, type JobHandler } from './job.js';
export { failedJobs, waitingJobs } from './troubled-jobs.js';
export { hasEnded, JobsAbout, type JobStanding, standingOf } from './jobs-about.js';
