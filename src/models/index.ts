export { LiveSources, ModelsModule } from './models.module.js';
export { TrainingModule } from './training.module.js';
