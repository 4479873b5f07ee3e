export { type CampaignResults, campaignResults } from './campaign-results.js';
