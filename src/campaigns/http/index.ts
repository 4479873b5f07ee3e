export { CampaignsController } from './campaigns.controller.js';
