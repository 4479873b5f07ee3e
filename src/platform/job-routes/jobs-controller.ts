import { Controller, Delete, Get, Inject, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '../audit/index.js';
import { type AuthenticatedRequest } from '../auth/index.js';
import { type Language } from '#strata/kernel/texts';
import {
  ACCEPT_LANGUAGE,
  Endpoint,
  FOLLOWED,
  pageOf,
  PageQuery,
  PLAIN,
  Roles,
  sendStates,
  spokenLanguage,
  SpokenLanguage,
  Tag,
} from '../http/index.js';
import { hasEnded, type JobsAbout, type JobStanding } from '../queue/index.js';
import { jobIn } from './job-in-language.js';

/** Whose jobs they are. */
interface JobsOwner<W extends JobStanding> {
  readonly jobs: Pick<JobsAbout<string, never, JobStanding, W>, 'list' | 'find' | 'cancel' | 'retry'>;
}

/** Where jobs are, and what is said of them. */
interface JobRoutes<W extends JobStanding> {
  /** Where those are that they are about, such as `v1/models`. */
  readonly at: string;
  /** Below the id of one: `runs`; also the member of a page that has its entries. */
  readonly path: string;
  /** The heading of their routes. */
  readonly tag: string;
  /** What one of them is called: `a training`. */
  readonly one: string;
  /** What all of them are called: `trainings of a model`. */
  readonly many: string;
  /** What a page has. */
  readonly entry: z.ZodType;
  /** What is answered for one of them. */
  readonly whole: z.ZodType;
  readonly owner: Type<JobsOwner<W>>;
  /** What one of them gave, in a language; English stands unless told. */
  readonly tell?: (language: Language, whole: W) => W;
}

/**
 * The routes of jobs about something that has an id: listed, found, followed, cancelled and put in again. Putting one in
 * says what is asked of it: that is a route of the kind's own.
 */
export function jobsController<W extends JobStanding>(routes: JobRoutes<W>): Type {
  const { at, path, tag, one, many, entry, whole, owner, tell } = routes;
  const told = (language: Language, job: W): W => {
    const spoken = jobIn(language, job);
    return tell === undefined ? spoken : tell(language, spoken);
  };

  @Controller(at)
  @Roles('marketer')
  @Tag(tag)
  class JobsController {
    constructor(@Inject(owner) private readonly of: JobsOwner<W>) {}

    @Get(`:id/${path}`)
    @Endpoint({
      summary: `The ${many}, the latest first`,
      headers: ACCEPT_LANGUAGE,
      answer: z.strictObject({ [path]: z.array(entry), next: z.uuid().nullable() }),
    })
    async list(
      @Param('id', PLAIN) id: string,
      @Query() { cursor, limit }: PageQuery,
      @SpokenLanguage() language: Language,
    ): Promise<Readonly<Record<string, unknown>>> {
      const before = cursor === undefined ? {} : { before: cursor };
      const { entries, next } = await pageOf(limit, (most) => this.of.jobs.list(id, { ...before, limit: most }));
      return { [path]: entries.map((job) => jobIn(language, job)), next };
    }

    @Get(`:id/${path}/:run`)
    @Endpoint({
      summary: `How far ${one} is, and what it gave`,
      headers: ACCEPT_LANGUAGE,
      answer: whole,
      refusals: ['NOT_FOUND'],
    })
    async find(
      @Param('id', PLAIN) id: string,
      @Param('run', PLAIN) run: string,
      @SpokenLanguage() language: Language,
    ): Promise<W> {
      return told(language, await this.of.jobs.find(id, run));
    }

    @Get(`:id/${path}/:run/events`)
    @Endpoint({
      summary: `Server-sent events: ${one} as it is, then after every change, until it has ended`,
      ...FOLLOWED,
      headers: { ...FOLLOWED.headers, ...ACCEPT_LANGUAGE },
      refusals: ['NOT_FOUND'],
    })
    async events(
      @Param('id', PLAIN) id: string,
      @Param('run', PLAIN) run: string,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ): Promise<void> {
      const language = spokenLanguage(request, reply);
      const find = async () => told(language, await this.of.jobs.find(id, run));
      await sendStates({ find, isOver: hasEnded }, { request, reply });
    }

    @Delete(`:id/${path}/:run`)
    @Endpoint({
      summary: `Cancel ${one}, also while it runs`,
      headers: ACCEPT_LANGUAGE,
      answer: whole,
      refusals: ['NOT_FOUND', 'CONFLICT'],
    })
    async cancel(
      @Param('id', PLAIN) id: string,
      @Param('run', PLAIN) run: string,
      @Req() request: AuthenticatedRequest,
      @SpokenLanguage() language: Language,
    ): Promise<W> {
      return told(language, await this.of.jobs.cancel(id, run, actorOf(request)));
    }

    @Post(`:id/${path}/:run/retry`)
    @Endpoint({
      summary: `Put ${one} in again that failed or was cancelled`,
      headers: ACCEPT_LANGUAGE,
      status: 202,
      answer: whole,
      refusals: ['NOT_FOUND', 'CONFLICT'],
    })
    async retry(
      @Param('id', PLAIN) id: string,
      @Param('run', PLAIN) run: string,
      @Req() request: AuthenticatedRequest,
      @SpokenLanguage() language: Language,
    ): Promise<W> {
      return told(language, await this.of.jobs.retry(id, run, actorOf(request)));
    }
  }
  return Object.defineProperty(JobsController, 'name', { value: `JobsController:${at}/${path}` });
}
