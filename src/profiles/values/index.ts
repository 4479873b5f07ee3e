export { FactValuesController } from './fact-values.controller.js';
