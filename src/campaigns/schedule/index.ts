export { startDueCampaigns } from './due-campaigns.js';
