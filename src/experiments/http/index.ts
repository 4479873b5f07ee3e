export { ExperimentsController } from './experiments.controller.js';
