export { shownContacts, shownRolling, shownTurn } from './shown.js';
export { RollingCampaigns } from './rolling-campaigns.js';
export { isRolling } from './rolling-documents.js';
export { RollingModule } from './rolling.module.js';
export { RollingRecords } from './rolling-records.js';
export { ROLLING_EXPOSURES } from './tables/contact-list.js';
export { takeTurn } from './turn/take-turn.js';
