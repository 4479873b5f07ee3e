export { PersonStores, ProfilesModule } from './profiles.module.js';
