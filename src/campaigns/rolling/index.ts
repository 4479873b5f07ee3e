export { RollingModule } from './rolling.module.js';
