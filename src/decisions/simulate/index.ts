export { SimulateModule } from './simulate.module.js';
export type { Simulation } from './simulation.js';
export { type SimulationRequest, StrategySimulator } from './simulator.js';
