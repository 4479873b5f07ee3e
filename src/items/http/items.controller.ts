import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { timeZoneOf } from '#strata/engine';
import { DATABASE, type Database } from '#strata/platform/database';
import { Endpoint, pageOf, Roles, Tag } from '#strata/platform/http';
import { CurrentRelease } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import {
  checkItemValues,
  declaredItemFacts,
  deleteItem,
  findItem,
  type Item,
  listItems,
  type StoredItem,
  type WrittenItems,
  writeItems,
} from '../catalogue/index.js';
import {
  deletedSchema,
  ItemBody,
  itemPageSchema,
  ItemPath,
  itemSchema,
  ItemsBody,
  ItemsQuery,
  writtenSchema,
} from './items.schema.js';

/** The catalogue of items. */
@Controller('v1/items')
@Tag('items', 55)
export class ItemsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
  ) {}

  @Get()
  @Roles('service', 'marketer')
  @Endpoint({ summary: 'The items of the catalogue', answer: itemPageSchema })
  async list(@Query() { cursor = '', limit }: ItemsQuery): Promise<{
    readonly items: readonly StoredItem[];
    readonly next: string | null;
  }> {
    const { entries, next } = await pageOf(limit, (most) =>
      this.database.run((manager) => listItems(manager, { after: cursor, limit: most })),
    );
    return { items: entries, next };
  }

  @Get(':id')
  @Roles('service', 'marketer')
  @Endpoint({ summary: 'An item of the catalogue', answer: itemSchema, refusals: ['NOT_FOUND'] })
  find(@Param() { id }: ItemPath): Promise<StoredItem> {
    return this.#find(id);
  }

  async #find(id: string): Promise<StoredItem> {
    const item = await this.database.run((manager) => findItem(manager, id));
    if (item === null) throw new StrataError('NOT_FOUND', 'There is no item of this id.');
    return item;
  }

  @Put(':id')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'Write an item: what is known about it, instead of what was',
    bodyExample: { facts: { title: 'Red shoes', category: 'shoes', price: 59.9, stock: 12 } },
    answer: itemSchema,
    refusals: ['UNKNOWN_FACT', 'INVALID_FACT'],
  })
  async put(@Param() { id }: ItemPath, @Body() { facts }: ItemBody): Promise<StoredItem> {
    await this.#write([{ id, facts: this.#checked(facts, ['facts']) }], false);
    return await this.#find(id);
  }

  @Post('batch')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'Write many items: all of them, or none where one is wrong',
    bodyExample: { items: [{ id: 'sku-1', facts: { stock: 3 } }], merge: true },
    answer: writtenSchema,
    refusals: ['UNKNOWN_FACT', 'INVALID_FACT'],
  })
  batch(@Body() { items, merge }: ItemsBody): Promise<WrittenItems> {
    const checked = items.map(({ id, facts }, index) => ({
      id,
      facts: this.#checked(facts, ['items', index, 'facts']),
    }));
    return this.#write(checked, merge);
  }

  @Delete(':id')
  @Roles('service', 'marketer')
  @Endpoint({ summary: 'Take an item out of the catalogue', answer: deletedSchema, refusals: ['NOT_FOUND'] })
  async remove(@Param() { id }: ItemPath): Promise<{ readonly deleted: string }> {
    if (await this.database.run((manager) => deleteItem(manager, id, Date.now()))) return { deleted: id };
    throw new StrataError('NOT_FOUND', 'There is no item of this id.');
  }

  #checked(facts: Item['facts'], at: readonly (string | number)[]): Item['facts'] {
    const { documents } = this.releases.get();
    return checkItemValues(facts, declaredItemFacts(documents), { at, timeZone: timeZoneOf(documents) });
  }

  #write(items: readonly Item[], merge: boolean): Promise<WrittenItems> {
    const writing = merge ? 'merge' : 'replace';
    return this.database.run((manager) => writeItems(manager, items, { writing, now: Date.now() }));
  }
}
