import { Command } from 'commander';

/** A file of `commands/` adds its command to the program. */
type Register = (program: Command) => void;

/** A command as the list of all shows it, and where the rest of it stands. */
interface Entry {
  readonly name: string;
  /** What the list shows beside the name: `[options]` where it has any, and its arguments. */
  readonly usage?: string;
  readonly summary: string;
  readonly load: () => Promise<Register>;
}

/** All commands. Only what is called is loaded: each stands on other parts of Strata, and all together take a second. */
export const COMMANDS: readonly Entry[] = [
  {
    name: 'serve',
    usage: '[options]',
    summary: 'run the decision API until it is told to stop (Ctrl-C)',
    load: async () => (await import('./serve.js')).registerServe,
  },
  {
    name: 'analysis',
    summary: 'find things out about customers, and read what was found out',
    load: async () => (await import('./analyses/analysis.js')).registerAnalysis,
  },
  {
    name: 'backtest',
    usage: '[options] <strategy>',
    summary: "a strategy's models against its human rule on history: conversions, cost, profit and return",
    load: async () => (await import('./models/backtest.js')).registerBacktest,
  },
  {
    name: 'campaign',
    summary: 'run strategies on whole audiences, and read what came of it',
    load: async () => (await import('./campaigns/campaign.js')).registerCampaign,
  },
  {
    name: 'decide',
    usage: '[options]',
    summary: 'decide for one user, as POST /v1/decisions does: durably, unless it is a dry run',
    load: async () => (await import('./decide.js')).registerDecide,
  },
  {
    name: 'decide-columns',
    usage: '[options]',
    summary: 'make one pass of a campaign over Arrow data: the stateless child of a Spark task (docs/scale.md)',
    load: async () => (await import('./decide-columns.js')).registerDecideColumns,
  },
  {
    name: 'demo',
    usage: '[options]',
    summary: 'one explained decision end to end, and what the models earn beside the human rule, on a simulated shop',
    load: async () => (await import('./demo.js')).registerDemo,
  },
  {
    name: 'doctor',
    usage: '[options]',
    summary: 'show versions, backends, database and plugins, and what would be faster',
    load: async () => (await import('./doctor.js')).registerDoctor,
  },
  {
    name: 'evaluate',
    usage: '[options] <model>',
    summary: 'judge the champion of a model on a file or on history; of what it learned from only the hold-out is used',
    load: async () => (await import('./models/evaluate.js')).registerEvaluate,
  },
  {
    name: 'experiment',
    summary: 'plan experiments, and read what they showed',
    load: async () => (await import('./experiments/experiment.js')).registerExperiment,
  },
  {
    name: 'facts',
    summary: 'what is known about a person',
    load: async () => (await import('./rules/facts.js')).registerFacts,
  },
  {
    name: 'import',
    summary: 'import profiles, events or items from a file',
    load: async () => (await import('./import.js')).registerImport,
  },
  {
    name: 'keys',
    summary: 'make, list and revoke API keys',
    load: async () => (await import('./keys.js')).registerKeys,
  },
  {
    name: 'measure',
    summary: 'what channels and customers are worth',
    load: async () => (await import('./measure/measure.js')).registerMeasure,
  },
  {
    name: 'models',
    summary: 'trained versions of models, and which one decides',
    load: async () => (await import('./models/models.js')).registerModels,
  },
  {
    name: 'plugin',
    summary: 'write and check plugins',
    load: async () => (await import('./plugin.js')).registerPlugin,
  },
  {
    name: 'policies',
    summary: 'what the policies of a strategy learned',
    load: async () => (await import('./rules/policies.js')).registerPolicies,
  },
  {
    name: 'recommend',
    usage: '[options] [user]',
    summary: 'items for a user or for many, items like one, the order of search results, or people for an item',
    load: async () => (await import('./items/recommend.js')).registerRecommend,
  },
  {
    name: 'rules',
    summary: 'check, publish and roll back the documents that marketers write',
    load: async () => (await import('./rules/rules.js')).registerRules,
  },
  {
    name: 'score',
    usage: '[options] <model>',
    summary: 'score every row of a file with the champion of a model: writes id,score and, where asked for, reasons',
    load: async () => (await import('./models/score.js')).registerScore,
  },
  {
    name: 'segments',
    summary: 'segments of stored people',
    load: async () => (await import('./rules/segments.js')).registerSegments,
  },
  {
    name: 'shadow',
    summary: 'let an unpublished release or a challenger model decide the same requests, without acting',
    load: async () => (await import('./shadows/shadow.js')).registerShadow,
  },
  {
    name: 'simulate-shop',
    usage: '[options]',
    summary: 'simulate an e-commerce shop with known persuadables and write its customers and past campaigns',
    load: async () => (await import('./simulate-shop.js')).registerSimulateShop,
  },
  {
    name: 'strategies',
    summary: 'which strategies there are, what they would do, and what they brought',
    load: async () => (await import('./rules/strategies.js')).registerStrategies,
  },
  {
    name: 'train',
    usage: '[options] <model>',
    summary: 'learn a model (an id, or the path of a document) from history or a file and store it as a new version',
    load: async () => (await import('./models/train.js')).registerTrain,
  },
  {
    name: 'watch',
    usage: '[options] <id>',
    summary: 'how a strategy or a campaign does now, and what its guardrails say',
    load: async () => (await import('./campaigns/watch.js')).registerWatch,
  },
  {
    name: 'worker',
    usage: '[options]',
    summary: 'run jobs, such as trainings, until it is told to stop (Ctrl-C); any number of machines may do it',
    load: async () => (await import('./worker.js')).registerWorker,
  },
];

/**
 * The `strata` command with all its commands, of which those that `argv` names are whole; the others are listed, and
 * suggested after a slip.
 */
export async function createProgram(argv: readonly string[]): Promise<Command> {
  const program = new Command('strata')
    .description('What do we offer this person now, if anything, and why?')
    .showSuggestionAfterError(true)
    .showHelpAfterError('(run with --help for the usage and an example)');
  for (const { name, usage, summary, load } of COMMANDS) {
    // Anywhere, so that also `help train` and options before the name find it.
    if (argv.includes(name)) (await load())(program);
    else program.command([name, usage ?? []].flat().join(' ')).description(summary);
  }
  return program;
}
