export { type ModelParts, ModelsModule } from './models.module.js';
