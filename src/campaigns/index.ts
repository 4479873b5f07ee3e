export { CampaignJobsModule } from './campaign-jobs.module.js';
export { CampaignsModule } from './campaigns.module.js';
