export { Campaigns } from './campaigns.js';
