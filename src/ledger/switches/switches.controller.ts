import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import { type z } from 'zod';
import { actorOf } from '#strata/platform/audit';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { StrategyPath } from '../outcomes/index.js';
import { StrategySwitches } from './strategy-switches.js';
import {
  allSwitchesSchema,
  ResumeBody,
  shownSwitchedOff,
  shownSwitches,
  StopBody,
  switchStateSchema,
} from './switches.schema.js';

type Switches = z.infer<typeof switchStateSchema>;

/** Stopping a strategy at once, without publishing anything, and resuming it. */
@Controller('v1')
@Roles('marketer')
@Tag('documents')
export class SwitchesController {
  constructor(@Inject(StrategySwitches) private readonly switches: StrategySwitches) {}

  @Get('switches')
  @Endpoint({ summary: 'What is switched off now, by strategy', answer: allSwitchesSchema })
  async all(): Promise<z.infer<typeof allSwitchesSchema>> {
    const all = await this.switches.all();
    return {
      strategies: all.map((each) => ({ strategy: each.strategy, switchedOff: shownSwitchedOff(each.switchedOff) })),
    };
  }

  @Post('strategies/:id/stop')
  @Endpoint({
    summary: 'Stop a strategy at once: it makes no offers, live or by campaigns, until somebody resumes it',
    bodyExample: { reason: 'the voucher codes do not work in the shop' },
    answer: switchStateSchema,
    refusals: ['UNKNOWN_STRATEGY'],
  })
  async stop(
    @Param() { id }: StrategyPath,
    @Body() body: StopBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<Switches> {
    const { reason, switch: which } = body;
    return shownSwitches(await this.switches.off(id, which, { by: actorOf(request), reason, now: Date.now() }));
  }

  @Post('strategies/:id/resume')
  @Endpoint({
    summary: 'Let a strategy that was stopped make offers again',
    bodyExample: { reason: 'the codes work again' },
    answer: switchStateSchema,
    refusals: ['UNKNOWN_STRATEGY'],
  })
  async resume(
    @Param() { id }: StrategyPath,
    @Body() body: ResumeBody,
    @Req() request: AuthenticatedRequest,
  ): Promise<Switches> {
    const { reason, switch: which = null } = body;
    return shownSwitches(await this.switches.on(id, which, { by: actorOf(request), reason, now: Date.now() }));
  }
}
