export { storyRows } from './story-rows.js';
