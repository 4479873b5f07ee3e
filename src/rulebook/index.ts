export { ReleasesModule } from './releases.module.js';
export { RulebookModule } from './rulebook.module.js';
