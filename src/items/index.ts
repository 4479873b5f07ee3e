export { ItemsModule, OfferItemsModule } from './items.module.js';
export { type ItemChooser, ItemChoosers, type ItemReader, OfferItems } from './offer-items.js';
