export { jobIn } from './job-in-language.js';
export { JOB_STANDING } from './job.schema.js';
export { jobsController } from './jobs-controller.js';
