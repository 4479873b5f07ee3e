export { CampaignJobsModule } from './campaign-jobs.module.js';
export { CampaignsModule } from './campaigns.module.js';
export { WorkerGuardrailsModule } from './worker-guardrails.module.js';
