export { AnalysisVersions } from './analysis-versions.js';
export { keptRuns } from './roll-back.js';
export { type AnalysisVersion, type AnalysisVersionWithReport, insertVersion } from './version-table.js';
