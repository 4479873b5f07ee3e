export { CampaignPreviews } from './campaign-previews.js';
export { Campaigns } from './campaigns.js';
