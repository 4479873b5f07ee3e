import { Command } from 'commander';
import { registerBacktest } from './commands/backtest.js';
import { registerDecide } from './commands/decide.js';
import { registerServe } from './commands/serve.js';
import { registerDemo } from './commands/demo.js';
import { registerDoctor } from './commands/doctor.js';
import { registerEvaluate } from './commands/evaluate.js';
import { registerFacts } from './commands/facts.js';
import { registerImport } from './commands/import.js';
import { registerKeys } from './commands/keys.js';
import { registerModels } from './commands/models.js';
import { registerPlugin } from './commands/plugin.js';
import { registerRules } from './commands/rules.js';
import { registerScore } from './commands/score.js';
import { registerSimulateShop } from './commands/simulate-shop.js';
import { registerTrain } from './commands/train.js';
import { registerWorker } from './commands/worker.js';

/** A file of `commands/` adds its commands to the program. */
type Register = (program: Command) => void;

const COMMANDS: readonly Register[] = [
  registerServe,
  registerBacktest,
  registerDecide,
  registerDemo,
  registerDoctor,
  registerEvaluate,
  registerFacts,
  registerImport,
  registerKeys,
  registerModels,
  registerPlugin,
  registerRules,
  registerScore,
  registerSimulateShop,
  registerTrain,
  registerWorker,
];

/** The `strata` command with all its commands. */
export function createProgram(): Command {
  const program = new Command('strata')
    .description('What do we offer this person now, if anything, and why?')
    .showSuggestionAfterError(true)
    .showHelpAfterError('(run with --help for the usage and an example)');
  for (const register of COMMANDS) register(program);
  return program;
}
