import { type ModelDescription } from '#sdk';
import {
  type Contributions,
  type RequestScores,
  type ScoreRequests,
  type ServedModel,
  type TrainingJob,
} from '#strata/scoring';
import { errorMessage, type ErrorMessage } from './error-message.js';
import {
  importPlugin,
  type KnownPlugin,
  libraryOf,
  optionsSchemaOf,
  parseOptions,
  type PluginCode,
} from './import-plugin.js';
import { pacedReport, say } from './say.js';
import { type FittedMessage, type FittedRole, ServedFitted } from './served-fitted.js';
import { type PolicyMessage, type PolicyRole, ServedPolicy } from './served-policy.js';
import { Looks, sharedSignal } from './shared-signal.js';

/** What a process is started for. Plugin code runs only in these processes, never in the host's. */
export type ProcessRole =
  /** Admits plugins and validates options, as messages ask. */
  | { readonly role: 'workshop' }
  /** Trains one model; `packed` follows in pieces. */
  | TrainRole
  /** Serves one model. */
  | ServeRole
  /** Serves one policy. */
  | PolicyRole
  /** Learns once, or knows what was learned, and answers questions. */
  | FittedRole;

interface TrainRole {
  readonly role: 'train';
  readonly job: Omit<TrainingJob, 'packed'>;
  /** The plugin itself, and what it may use as a base. */
  readonly plugins: readonly KnownPlugin[];
  /** How many `packed` has. */
  readonly values: number;
}
interface ServeRole {
  readonly role: 'serve';
  readonly bytes: Uint8Array;
  /** The model's plugin, and what its base models may be of. */
  readonly plugins: readonly KnownPlugin[];
}

/** A question about a model that is served. */
export type ModelMessage =
  | ({ readonly kind: 'score' } & ScoreRequests)
  | { readonly kind: 'explain'; readonly packed: Float64Array }
  | { readonly kind: 'describe' };

/** Scores that cross processes. */
export interface ScoreReply extends Omit<RequestScores, 'failures'> {
  readonly failures: readonly { readonly request: number; readonly error: ErrorMessage }[];
}

/** A question to a workshop. */
export type Question =
  | { readonly ask: 'admit'; readonly plugin: PluginCode }
  | { readonly ask: 'options'; readonly plugin: PluginCode; readonly options: unknown };

/** A piece of a training's `packed`. */
interface Piece {
  readonly piece: Float64Array;
}

/** Does what the host says first. @param cancelled becomes 1 when a training is to stop */
export function play(cancelled: Int32Array): void {
  // The host ends it: it does not end by itself where a plugin waits for what never comes.
  process.channel?.ref();
  process.on('uncaughtException', (error) => {
    say({ crashed: errorMessage(error, 'SCORER_THREW') }, () => process.exit(1));
  });
  process.once('message', (role: ProcessRole) => {
    if (role.role === 'workshop') openWorkshop();
    else if (role.role === 'train') receiveTraining(role, cancelled);
    else if (role.role === 'serve') void serveModel(role);
    else if (role.role === 'policy') void servePolicy(role);
    else void serveFitted(role, cancelled);
  });
}

function openWorkshop(): void {
  process.on('message', (question: Question) => void answerQuestion(question));
}

async function answerQuestion(question: Question): Promise<void> {
  try {
    say({ begins: 'import' });
    const definition = await importPlugin(question.plugin);
    say({ begins: 'options' });
    if (question.ask === 'options') say({ parsed: parseOptions(definition, question.options) });
    else say({ admitted: { optionsSchema: optionsSchemaOf(question.plugin.id, definition) } });
  } catch (error) {
    say({ refused: errorMessage(error, question.ask === 'admit' ? 'PLUGIN_LOAD_FAILED' : 'PLUGIN_OPTIONS_INVALID') });
  }
}

/** Trains as soon as all rows have come. */
function receiveTraining({ job, plugins, values }: TrainRole, cancelled: Int32Array): void {
  const packed = new Float64Array(values);
  let received = 0;
  const begin = () => {
    process.off('message', receive);
    void runTraining({ ...job, packed }, plugins, cancelled);
  };
  const receive = ({ piece }: Piece) => {
    packed.set(piece, received);
    received += piece.length;
    if (received >= values) begin();
  };
  process.on('message', receive);
  if (values === 0) begin();
}

async function runTraining(job: TrainingJob, plugins: readonly KnownPlugin[], cancelled: Int32Array): Promise<void> {
  const controller = new AbortController();
  const looks = new Looks();
  const report = pacedReport(sharedSignal(controller, cancelled, looks), looks);
  // For code that waits for the event instead of looking.
  process.once('message', () => {
    controller.abort();
  });
  try {
    // Loaded only here, as who serves a model does: who validates options has no use for it.
    const { train } = await import('#strata/scoring');
    say({ done: await train(job, libraryOf(plugins), report) });
  } catch (error) {
    say({ failed: errorMessage(error, 'SCORER_TRAINING_FAILED') satisfies ErrorMessage });
  }
}

/** Answers calls, each by itself, from now on. */
function serve(replyTo: (message: never) => unknown): void {
  async function answer({ call, message }: { call: number; message: never }): Promise<void> {
    try {
      say({ call, reply: await replyTo(message) });
    } catch (error) {
      say({ call, error: errorMessage(error, 'SCORER_THREW') });
    }
  }
  process.on('message', (asked: { call: number; message: never }) => void answer(asked));
  say({ ready: true });
}

async function servePolicy(role: PolicyRole): Promise<void> {
  try {
    say({ begins: 'import' });
    const policy = await ServedPolicy.load(role, () => {
      say({ begins: 'load' });
    });
    serve((message: PolicyMessage) => policy.replyTo(message));
  } catch (error) {
    say({ failed: errorMessage(error, 'SCORER_LOAD_FAILED') });
  }
}

async function serveFitted(role: FittedRole, cancelled: Int32Array): Promise<void> {
  try {
    say({ begins: 'import' });
    const fitted = await ServedFitted.load(role, () => {
      say({ begins: 'load' });
    });
    const looks = new Looks();
    const report = pacedReport(sharedSignal(new AbortController(), cancelled, looks), looks);
    const run = {
      signal: report.signal,
      log: (text: string) => {
        report.log(text);
      },
      progress: (share: number, note = '') => {
        report.progress(share, note);
      },
    };
    serve((message: FittedMessage) => fitted.replyTo(message, run));
  } catch (error) {
    say({ failed: errorMessage(error, 'SCORER_LOAD_FAILED') });
  }
}

async function serveModel({ bytes, plugins }: ServeRole): Promise<void> {
  let model: ServedModel;
  try {
    const scoring = await import('#strata/scoring');
    model = await scoring.ServedModel.load(bytes, libraryOf(plugins), (of) => {
      say({ begins: of });
    });
  } catch (error) {
    say({ failed: errorMessage(error, 'SCORER_LOAD_FAILED') });
    return;
  }
  serve((message: ModelMessage) => replyTo(model, message));
}

async function replyTo(
  model: ServedModel,
  message: ModelMessage,
): Promise<ScoreReply | Contributions | ModelDescription | null> {
  if (message.kind === 'describe') return model.describe();
  if (message.kind === 'explain') return model.explain(message.packed);
  const { failures, ...scores } = await model.score(message);
  return {
    ...scores,
    failures: failures.map(({ request, error }) => ({ request, error: errorMessage(error, 'SCORER_THREW') })),
  };
}
