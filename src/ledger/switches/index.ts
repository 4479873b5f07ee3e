export { type SwitchState, StrategySwitches } from './strategy-switches.js';
export { assertNotStopped, strategyStopped } from './switch-table.js';
export { SwitchesController } from './switches.controller.js';
export { shownSwitches, switchStateSchema } from './switches.schema.js';
