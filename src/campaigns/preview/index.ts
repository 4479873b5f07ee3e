export { type CampaignPreview } from './answer/campaign-preview.js';
export { previewCampaign } from './preview-campaign.js';
