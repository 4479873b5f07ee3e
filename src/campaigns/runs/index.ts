export { type CampaignJobs, type CampaignPayload, type CampaignRun, isAtRest, RUN_STATES } from './campaign-run.js';
export { CampaignRuns, type RunBasis } from './campaign-runs.js';
export { type RequestedCampaign, requestedCampaign } from './requested-campaign.js';
export { LIST_PARTS, type ListPart, listPath, matchPath, runFolder } from './run-folder.js';
export { switchedOffNotes, switchedOffOf } from './switched-off.js';
export type { ItemCounts, ListChanges, MatchCounts, RunManifest } from './run-manifest.js';
export {
  changeState,
  clearErasure,
  erasuresOfRuns,
  findRuns,
  insertRun,
  listTables,
  keepPlan,
  keepReserved,
  lockRun,
  markErasure,
  markReady,
  readyRuns,
  type Reserved,
  type RunPlan,
  type RunRow,
  unsettledRuns,
} from './run-table.js';
