export {
  type Campaign,
  type Customers,
  type History,
  type Kind,
  KINDS,
  type Part,
  PARTS,
  type Shop,
  type ShopOptions,
  type Truth,
  type World,
  WORLDS,
} from './shop.js';
export { simulateShop } from './simulate.js';
export { rowsOfPart, type ShopFiles, userIdOf, writeShop } from './write.js';
