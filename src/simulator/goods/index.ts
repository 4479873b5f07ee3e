export { catalogueOf } from './catalogue.js';
export { type OrderedItem, Tastes } from './tastes.js';
