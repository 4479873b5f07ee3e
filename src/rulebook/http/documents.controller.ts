import { Body, Controller, Get, Headers, Inject, Param, Post, Put, Query, Req, Res, type Type } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { type ReleaseDocuments } from '#strata/engine';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { type Language } from '#strata/kernel/texts';
import {
  ACCEPT_LANGUAGE,
  Endpoint,
  type EndpointDescription,
  ReasonQuery,
  Roles,
  SpokenLanguage,
  Tag,
} from '#strata/platform/http';
import { StrataError } from '#sdk';
import {
  checkDocument,
  type Collection,
  documentAt,
  documentsIn,
  type DocumentVersion,
  documentVersions,
  noDocumentCalled,
  etagOf,
  type Published,
  putDocument,
  ReleaseStore,
} from '../releases/index.js';
import { SINGLE_KINDS, type SingleKind } from '../schemas/index.js';
import { type AskedPlugins, type Validation } from '../checks/index.js';
import {
  DOCUMENT_SCHEMAS,
  publishedSchema,
  SINGLE_SCHEMAS,
  validationSchema,
  versionsSchema,
} from './answers.schema.js';
import { headOf, type ReleaseHead } from './release-head.js';
import { PLUGIN_CATALOGUE } from './tokens.js';
import { type ValidateAnswer, validateAnswer } from './validate-answer.js';

/** What writing one document did. */
type PutAnswer = { readonly release: ReleaseHead } & Pick<Published, 'changed'> & Pick<Validation, 'warnings'>;

const SINGULAR = {
  facts: 'fact',
  segments: 'segment',
  models: 'model',
  strategies: 'strategy',
  campaigns: 'campaign',
  analyses: 'analysis',
} as const;

/** Where a collection is; below `/v1/campaigns` are the runs. */
const PATHS: Readonly<Record<Collection, string>> = {
  facts: 'v1/facts',
  segments: 'v1/segments',
  models: 'v1/models',
  strategies: 'v1/strategies',
  campaigns: 'v1/campaign-documents',
  analyses: 'v1/analyses',
};

/** Writing one document: what it says is checked with all others, not as the body of a request. */
function putting(what: string, body: z.ZodType): EndpointDescription {
  return {
    summary: `${what}: checked with all documents, published as a new release`,
    headers: {
      'If-Match': {
        schema: z.string(),
        description: 'The ETag of the document as it was read; needed where there is one.',
      },
      'If-None-Match': { schema: z.string(), description: '`*`: only where there is no such document yet.' },
    },
    body,
    answer: publishedSchema,
    refusals: ['INVALID_DOCUMENT', 'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED'],
  };
}

/** The documentation finds controllers by their names. */
function named<T extends Type>(controller: T, name: string): T {
  return Object.defineProperty(controller, 'name', { value: name });
}

/**
 * The documents of the current release, read together or one by one, and written one by one; and what they said before,
 * but for models and analyses, whose versions are what was trained and found.
 */
export const DOCUMENT_CONTROLLERS: readonly Type[] = [
  ...(['facts', 'segments', 'models', 'strategies', 'campaigns', 'analyses'] as const).map(documentsController),
  ...(['facts', 'segments', 'strategies', 'campaigns'] as const).map(versionsController),
  ...SINGLE_KINDS.map(singleController),
];

function documentsController(collection: Collection): Type {
  const { all, one } = DOCUMENT_SCHEMAS[collection];

  @Controller(PATHS[collection])
  @Roles('service', 'marketer')
  @Tag('documents', 60)
  class DocumentsController {
    constructor(
      @Inject(ReleaseStore) private readonly store: ReleaseStore,
      @Inject(PLUGIN_CATALOGUE) private readonly plugins: AskedPlugins,
    ) {}

    @Get()
    @Endpoint({
      summary: `The ${collection} of the current release`,
      answer: z.strictObject({ [collection]: all }),
    })
    async all(): Promise<Readonly<Record<string, unknown>>> {
      return { [collection]: (await this.store.published()).documents[collection] ?? [] };
    }

    @Get(':id')
    @Endpoint({
      summary: `One of the ${collection} of the current release, with its ETag`,
      answer: one,
      refusals: ['NOT_FOUND'],
    })
    async one(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
      const { documents } = await this.store.published();
      const found = documentAt(documents, { collection, id });
      if (found === undefined) throw notFound(documents, collection, id);
      reply.header('etag', etagOf(found));
      return found;
    }

    @Put(':id')
    @Roles('marketer')
    @Endpoint(putting(`Write one of the ${collection}`, one))
    async put(
      @Param('id') id: string,
      @Body() content: unknown,
      @Headers('if-match') ifMatch: string | undefined,
      @Headers('if-none-match') ifNoneMatch: string | undefined,
      @Query() { reason }: ReasonQuery,
      @Req() request: AuthenticatedRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<PutAnswer> {
      const place = { collection, id };
      const { release, changed, warnings } = await putDocument(
        this.store,
        { ...place, content, ifMatch, ifNoneMatch },
        { plugins: this.plugins, by: actorOf(request), reason: reason ?? null },
      );
      reply.header('etag', etagOf(documentAt(release.documents, place)));
      return { release: headOf(release), changed, warnings };
    }

    @Post(':id/validate')
    @Roles('marketer')
    @Endpoint({
      summary: `Check one of the ${collection} in its place among all documents, without publishing it, and tell it in sentences`,
      headers: ACCEPT_LANGUAGE,
      body: one,
      answer: validationSchema,
    })
    async validate(
      @Param('id') id: string,
      @Body() content: unknown,
      @SpokenLanguage() language: Language,
    ): Promise<ValidateAnswer> {
      const checked = await checkDocument(this.store, { collection, id, content }, this.plugins);
      return validateAnswer(checked, `${SINGULAR[collection]}/${id}`, language);
    }
  }
  return named(DocumentsController, `DocumentsController:${collection}`);
}

function versionsController(collection: Exclude<Collection, 'models' | 'analyses'>): Type {
  @Controller(PATHS[collection])
  @Roles('service', 'marketer')
  @Tag('documents')
  class DocumentVersionsController {
    constructor(@Inject(ReleaseStore) private readonly store: ReleaseStore) {}

    @Get(':id/versions')
    @Endpoint({
      summary: `What one of the ${collection} said before: each change among the last 100 publications, the latest first`,
      answer: versionsSchema,
      refusals: ['NOT_FOUND'],
    })
    async versions(@Param('id') id: string): Promise<{ readonly versions: readonly DocumentVersion[] }> {
      const versions = await documentVersions(this.store, { collection, id });
      if (versions.length > 0) return { versions };
      throw notFound((await this.store.published()).documents, collection, id);
    }
  }
  return named(DocumentVersionsController, `DocumentVersionsController:${collection}`);
}

/** A document that there is one of. */
function singleController(kind: SingleKind): Type {
  const { what, schema } = SINGLE_SCHEMAS[kind];
  const place = { collection: kind, id: kind };

  @Controller(`v1/${kind}`)
  @Roles('service', 'marketer')
  @Tag('documents')
  class SingleDocumentController {
    constructor(
      @Inject(ReleaseStore) private readonly store: ReleaseStore,
      @Inject(PLUGIN_CATALOGUE) private readonly plugins: AskedPlugins,
    ) {}

    @Get()
    @Endpoint({
      summary: `${what} in the current release, with its ETag`,
      answer: schema,
      refusals: ['NOT_FOUND'],
    })
    async one(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
      const { documents } = await this.store.published();
      const document = documentAt(documents, place);
      if (document === undefined) throw new StrataError('NOT_FOUND', `The current release has no ${kind}.json.`);
      reply.header('etag', etagOf(document));
      return document;
    }

    @Put()
    @Roles('marketer')
    @Endpoint(putting(`Write ${what.charAt(0).toLowerCase()}${what.slice(1)}`, schema))
    async put(
      @Body() content: unknown,
      @Headers('if-match') ifMatch: string | undefined,
      @Headers('if-none-match') ifNoneMatch: string | undefined,
      @Query() { reason }: ReasonQuery,
      @Req() request: AuthenticatedRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<PutAnswer> {
      const { release, changed, warnings } = await putDocument(
        this.store,
        { ...place, content, ifMatch, ifNoneMatch },
        { plugins: this.plugins, by: actorOf(request), reason: reason ?? null },
      );
      reply.header('etag', etagOf(documentAt(release.documents, place)));
      return { release: headOf(release), changed, warnings };
    }
  }
  return named(SingleDocumentController, `SingleDocumentController:${kind}`);
}

function notFound(documents: ReleaseDocuments, collection: Collection, id: string): StrataError {
  const ids =
    collection === 'facts' ? Object.keys(documents.facts) : documentsIn(documents, collection).map((each) => each.id);
  return noDocumentCalled(id, { what: SINGULAR[collection], ids });
}
