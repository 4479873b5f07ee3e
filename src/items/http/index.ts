export { ItemsController } from './items.controller.js';
