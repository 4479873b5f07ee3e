import { Controller, Get, Inject, Param } from '@nestjs/common';
import { type z } from 'zod';
import { StrategyPath } from '#strata/ledger/outcomes';
import { Endpoint, Roles, Tag } from '#strata/platform/http';
import { policiesSchema, shownPolicies } from './policies.schema.js';
import { PolicyRecords } from './policy-record.js';

/** What the policies of a strategy's arms learned. */
@Controller('v1/strategies')
@Roles('marketer')
@Tag('outcomes')
export class PoliciesController {
  constructor(@Inject(PolicyRecords) private readonly records: PolicyRecords) {}

  @Get(':id/policies')
  @Endpoint({
    summary:
      "What the policies of a strategy's arms learned: by offer how often, what it brought, how likely it is now",
    answer: policiesSchema,
    refusals: ['UNKNOWN_STRATEGY'],
  })
  async policies(@Param() { id }: StrategyPath): Promise<z.infer<typeof policiesSchema>> {
    return shownPolicies(await this.records.read(id, Date.now()));
  }
}
