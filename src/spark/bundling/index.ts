export { bundleCampaign } from './bundle-campaign.js';
