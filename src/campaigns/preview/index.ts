export type { CampaignPreview, ModelCheck } from './answer/campaign-preview.js';
export { campaignFunnel } from './funnel/campaign-funnel.js';
export { checkAudience, modelCheck, type ModelPorts } from './check-audience.js';
export { type CampaignPreviewRequest, previewCampaign } from './preview-campaign.js';
