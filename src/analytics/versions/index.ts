export { AnalysisVersions } from './analysis-versions.js';
export { type AnalysisVersion, type AnalysisVersionWithReport, insertVersion } from './version-table.js';
