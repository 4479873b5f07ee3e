import { Body, Controller, Inject, Param, Post, Req } from '@nestjs/common';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag, whileConnected } from '#strata/platform/http';
import { type Simulation } from './simulation.js';
import { SimulationBody, simulationSchema } from './simulation.schema.js';
import { StrategySimulator } from './simulator.js';

/** What an unpublished strategy would do. */
@Controller('v1/strategies')
@Tag('documents')
export class SimulateController {
  constructor(@Inject(StrategySimulator) private readonly simulator: StrategySimulator) {}

  @Post(':id/simulate')
  @Roles('marketer')
  @Endpoint({
    summary: 'What an unpublished strategy would do to stored users, compared with the published one; logs nothing',
    headers: ACCEPT_LANGUAGE,
    answer: simulationSchema,
    refusals: ['INVALID_DOCUMENT', 'CANCELLED'],
  })
  simulate(
    @Param('id') id: string,
    @Body() { strategy: draft, users }: SimulationBody,
    @SpokenLanguage() language: Language,
    @Req() request: AuthenticatedRequest,
  ): Promise<Simulation> {
    return whileConnected(request, (signal) => this.simulator.simulate({ id, draft, users, signal, language }));
  }
}
