export { CampaignPreviewController } from './preview.controller.js';
export { CampaignsController } from './campaigns.controller.js';
export { RunOrCampaignPath } from './request.js';
