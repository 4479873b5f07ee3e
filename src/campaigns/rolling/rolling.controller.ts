import { Controller, Delete, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { type z } from 'zod';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Endpoint, ReasonQuery, Roles, Tag } from '#strata/platform/http';
import { RollingCampaigns } from './rolling-campaigns.js';
import { RollingRecords } from './rolling-records.js';
import { shownContacts, shownRolling, shownTurn } from './shown.js';
import {
  allRollingSchema,
  ContactsQuery,
  contactsSchema,
  RollingPath,
  rollingSchema,
  TurnsQuery,
  turnsSchema,
} from './rolling.schema.js';

type Rolling = z.infer<typeof rollingSchema>;

/** Rolling campaigns: how they are, their turns and lists, and what they are told to do. */
@Controller('v1/rolling-campaigns')
@Roles('marketer')
@Tag('campaigns')
export class RollingController {
  constructor(
    @Inject(RollingRecords) private readonly records: RollingRecords,
    @Inject(RollingCampaigns) private readonly campaigns: RollingCampaigns,
  ) {}

  @Get()
  @Endpoint({ summary: 'The rolling campaigns of the current release and how they are', answer: allRollingSchema })
  async list(): Promise<z.infer<typeof allRollingSchema>> {
    return { campaigns: (await this.records.list(Date.now())).map(shownRolling) };
  }

  @Get(':id')
  @Endpoint({
    summary: 'How a rolling campaign is: its next turn, who is on its list, and how late',
    answer: rollingSchema,
    refusals: ['NOT_FOUND'],
  })
  async find(@Param() { id }: RollingPath): Promise<Rolling> {
    return await this.#shown(id);
  }

  @Get(':id/turns')
  @Endpoint({ summary: 'The latest turns that put somebody on the list, the last one first', answer: turnsSchema })
  async turns(@Param() { id }: RollingPath, @Query() { limit }: TurnsQuery): Promise<z.infer<typeof turnsSchema>> {
    return { turns: (await this.records.turns(id, limit)).map(shownTurn) };
  }

  @Get(':id/contacts')
  @Roles('service', 'marketer')
  @Endpoint({
    summary: 'Who is on the list of a rolling campaign, in the order of its turns',
    answer: contactsSchema,
  })
  async contacts(@Param() { id }: RollingPath, @Query() page: ContactsQuery): Promise<z.infer<typeof contactsSchema>> {
    return shownContacts(await this.records.contacts(id, page), page.limit);
  }

  @Post(':id/turns')
  @Endpoint({
    summary: 'Take a turn at once; a campaign that was cancelled begins again, with what comes from now on',
    answer: rollingSchema,
    refusals: ['NOT_FOUND', 'CONFLICT', 'STRATEGY_STOPPED'],
  })
  async turnNow(@Param() { id }: RollingPath): Promise<Rolling> {
    await this.campaigns.turnNow(id, Date.now());
    return await this.#shown(id);
  }

  @Post(':id/pause')
  @Endpoint({
    summary: 'Look at nobody and push nothing until it is resumed',
    answer: rollingSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async pause(
    @Param() { id }: RollingPath,
    @Query() { reason }: ReasonQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<Rolling> {
    await this.records.pause(id, actorOf(request), reason);
    return await this.#shown(id);
  }

  @Post(':id/resume')
  @Endpoint({
    summary: 'Go on after a pause, with what fell due meanwhile; or begin again after an end',
    answer: rollingSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async resume(
    @Param() { id }: RollingPath,
    @Query() { reason }: ReasonQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<Rolling> {
    await this.records.resume(id, actorOf(request), reason);
    return await this.#shown(id);
  }

  @Delete(':id')
  @Endpoint({
    summary: 'End a rolling campaign: moments to come are forgotten; what is on its list stays and is handed out',
    answer: rollingSchema,
    refusals: ['NOT_FOUND', 'CONFLICT'],
  })
  async cancel(
    @Param() { id }: RollingPath,
    @Query() { reason }: ReasonQuery,
    @Req() request: AuthenticatedRequest,
  ): Promise<Rolling> {
    await this.records.cancel(id, actorOf(request), reason);
    return await this.#shown(id);
  }

  async #shown(id: string): Promise<Rolling> {
    return shownRolling(await this.records.find(id, Date.now()));
  }
}
