import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { type AuthenticatedRequest } from '#strata/platform/auth';
import { Roles, whileConnected, parseBody } from '#strata/platform/http';
import { simulationBody } from './simulate-endpoint.js';
import { type Simulation } from './simulation.js';
import { StrategySimulator } from './simulator.js';

/** What an unpublished strategy would do. */
@Controller('v1/strategies')
export class SimulateController {
  constructor(@Inject(StrategySimulator) private readonly simulator: StrategySimulator) {}

  @Post(':id/simulate')
  @Roles('marketer')
  @HttpCode(200)
  simulate(@Param('id') id: string, @Body() body: unknown, @Req() request: AuthenticatedRequest): Promise<Simulation> {
    const { strategy: draft, users } = parseBody(simulationBody, body, Object.keys(simulationBody.shape));
    return whileConnected(request, (signal) => this.simulator.simulate({ id, draft, users, signal }));
  }
}
