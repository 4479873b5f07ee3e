export type { CampaignPreview, ModelCheck } from './answer/campaign-preview.js';
export { checkAudience, modelCheck, type ModelPorts } from './check-audience.js';
export { previewCampaign } from './preview-campaign.js';
