export { ExperimentsModule } from './experiments.module.js';
