import { Controller, Get, Inject, Param } from '@nestjs/common';
import {
  type FactCatalogue,
  type FactDefinition,
  type ModelDocument,
  type ReleaseDocuments,
  type Segment,
  type Strategy,
} from '../../engine/index.js';
import { Roles } from '../../platform/index.js';
import { nearestName, StrataError } from '../../sdk/index.js';
import { ReleaseStore } from '../release-store.js';

/** The documents of the current release. */
@Controller('v1')
@Roles('service', 'marketer')
export class DocumentsController {
  constructor(@Inject(ReleaseStore) private readonly store: ReleaseStore) {}

  @Get('facts')
  async facts(): Promise<{ facts: FactCatalogue }> {
    return { facts: (await this.#current()).facts };
  }

  @Get('facts/:name')
  async fact(@Param('name') name: string): Promise<FactDefinition & { name: string }> {
    const { facts } = await this.#current();
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    return fact === undefined ? notFound('fact', name, Object.keys(facts)) : { name, ...fact };
  }

  @Get('segments')
  async segments(): Promise<{ segments: readonly Segment[] }> {
    return { segments: (await this.#current()).segments };
  }

  @Get('segments/:id')
  async segment(@Param('id') id: string): Promise<Segment> {
    return find('segment', id, (await this.#current()).segments);
  }

  @Get('models')
  async models(): Promise<{ models: readonly ModelDocument[] }> {
    return { models: (await this.#current()).models };
  }

  @Get('models/:id')
  async model(@Param('id') id: string): Promise<ModelDocument> {
    return find('model', id, (await this.#current()).models);
  }

  @Get('strategies')
  async strategies(): Promise<{ strategies: readonly Strategy[] }> {
    return { strategies: (await this.#current()).strategies };
  }

  @Get('strategies/:id')
  async strategy(@Param('id') id: string): Promise<Strategy> {
    return find('strategy', id, (await this.#current()).strategies);
  }

  async #current(): Promise<ReleaseDocuments> {
    const release = await this.store.current();
    if (release === null) throw new StrataError('UNAVAILABLE', 'No release was published yet.');
    return release.documents;
  }
}

function find<T extends { readonly id: string }>(what: string, id: string, documents: readonly T[]): T {
  return (
    documents.find((document) => document.id === id) ??
    notFound(
      what,
      id,
      documents.map((document) => document.id),
    )
  );
}

function notFound(what: string, name: string, known: readonly string[]): never {
  const nearest = nearestName(name, known);
  const message = `There is no ${what} "${name.slice(0, 100)}" in the current release.`;
  const problem = { message, pointer: '', ...(nearest === undefined ? {} : { nearest }) };
  throw new StrataError('NOT_FOUND', message, { problems: [problem] });
}
