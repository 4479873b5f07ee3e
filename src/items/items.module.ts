import { Module } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { RulebookModule } from '#strata/rulebook';
import { ItemsController } from './http/index.js';
import { ItemChoosers, OfferItems } from './offer-items.js';

/** The items of offers: what workers need, too. The chooser's module is above this one, and built after it. */
@Module({
  providers: [
    {
      provide: OfferItems,
      useFactory: (modules: ModulesContainer, providers: ModuleRef) =>
        new OfferItems(() => {
          const [token] = ItemChoosers.all(modules);
          return token === undefined ? null : providers.get(token, { strict: false });
        }),
      inject: [ModulesContainer, ModuleRef],
    },
  ],
  exports: [OfferItems],
})
export class OfferItemsModule {}

/** The catalogue of the items that the shop sells. */
@Module({ imports: [RulebookModule, OfferItemsModule], controllers: [ItemsController] })
export class ItemsModule {}
