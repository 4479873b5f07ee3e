export { type CampaignQuestion, type CampaignResults, campaignResults, rollingResults } from './campaign-results.js';
