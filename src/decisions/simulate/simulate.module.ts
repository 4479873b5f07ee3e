import { type DynamicModule, Module } from '@nestjs/common';
import { SimulateController } from './simulate.controller.js';
import { type SimulatorParts, StrategySimulator } from './simulator.js';

/** `POST /v1/strategies/{id}/simulate`. */
@Module({})
export class SimulateModule {
  static with(parts: SimulatorParts): DynamicModule {
    return {
      module: SimulateModule,
      controllers: [SimulateController],
      providers: [{ provide: StrategySimulator, useValue: new StrategySimulator(parts) }],
    };
  }
}
