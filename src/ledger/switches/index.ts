export { StrategySwitches } from './strategy-switches.js';
export { assertNotStopped, findStop, findSwitches, strategyStopped, switchOff } from './switch-table.js';
export { SwitchesController } from './switches.controller.js';
export { shownSwitches, switchedOffSchema } from './switches.schema.js';
