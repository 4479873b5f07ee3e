export type { CampaignPhrases } from './english.js';
export { campaignPhrases, switchedBy } from './languages.js';
export type { DrawnSubject, GroupSubject, GuardrailSubject } from './subjects.js';
