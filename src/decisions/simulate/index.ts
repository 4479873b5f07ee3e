export { SimulateController } from './simulate.controller.js';
export type { Simulation } from './simulation.js';
export { type SimulationRequest, StrategySimulator } from './simulator.js';
