export { type ProfileParts, ProfilesModule } from './profiles.module.js';
