import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import {
  type AnyDefinition,
  errorMessage,
  importPlugin,
  optionsSchemaOf,
  parseOptions,
  type PluginCode,
} from './import-plugin.js';
import { type ModelMessage, ServedModel, type StoredModel } from './serve.js';
import { train, type TrainingJob } from './train.js';

/** What a thread is started for. Plugin code runs only in these threads, never in the main one. */
export type WorkerRole =
  /** Loads all plugins, to admit them and to validate options. */
  | { readonly role: 'workshop'; readonly questions: MessagePort; readonly answered: Int32Array }
  /** Trains one model. */
  | { readonly role: 'train'; readonly job: TrainingJob; readonly cancelled: Int32Array }
  /** Serves one model. */
  | { readonly role: 'serve'; readonly model: StoredModel };

const port = parentPort;
if (port !== null) start(port, workerData as WorkerRole);

function start(main: MessagePort, data: WorkerRole): void {
  if (data.role === 'workshop') openWorkshop(main, data.questions, data.answered);
  else if (data.role === 'train') void runTraining(main, data.job, data.cancelled);
  else void serveModel(main, data.model);
}

/** Admits plugins as messages ask for it; answers options questions while the main thread waits on `answered`. */
function openWorkshop(main: MessagePort, questions: MessagePort, answered: Int32Array): void {
  const definitions = new Map<string, AnyDefinition>();
  async function admit(plugin: PluginCode): Promise<void> {
    try {
      const definition = await importPlugin(plugin);
      const optionsSchema = optionsSchemaOf(plugin.id, definition);
      definitions.set(plugin.id, definition);
      main.postMessage({ admitted: { input: definition.input, optionsSchema } });
    } catch (error) {
      main.postMessage({ refused: errorMessage(error, 'PLUGIN_LOAD_FAILED') });
    }
  }
  main.on('message', (plugin: PluginCode) => void admit(plugin));
  questions.on('message', ({ id, options }: { id: string; options: unknown }) => {
    const definition = definitions.get(id);
    try {
      questions.postMessage(definition && parseOptions(definition, options));
    } catch (error) {
      questions.postMessage({ ok: false, problems: [errorMessage(error, 'PLUGIN_OPTIONS_INVALID')] });
    }
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
}

async function runTraining(main: MessagePort, job: TrainingJob, cancelled: Int32Array): Promise<void> {
  try {
    const outcome = await train(job, {
      signal: sharedSignal(cancelled),
      progress: (share, note) => {
        main.postMessage({ progress: { share, note } });
      },
      log: (message) => {
        main.postMessage({ log: message });
      },
    });
    main.postMessage({ done: outcome });
  } catch (error) {
    main.postMessage({ failed: errorMessage(error, 'SCORER_TRAINING_FAILED') });
  }
}

/** A signal that reads shared memory, so that a training loop sees it without ever returning to its event loop. */
function sharedSignal(cancelled: Int32Array): AbortSignal {
  const { signal } = new AbortController();
  const aborted = () => Atomics.load(cancelled, 0) === 1;
  Object.defineProperty(signal, 'aborted', { get: aborted });
  Object.defineProperty(signal, 'throwIfAborted', {
    value: () => {
      if (aborted()) throw new Error('The training was cancelled.');
    },
  });
  return signal;
}

async function serveModel(main: MessagePort, stored: StoredModel): Promise<void> {
  let model: ServedModel;
  try {
    model = await ServedModel.load(stored);
  } catch (error) {
    main.postMessage({ failed: errorMessage(error, 'SCORER_LOAD_FAILED') });
    return;
  }
  async function answer({ call, message }: { call: number; message: ModelMessage }): Promise<void> {
    try {
      const reply = await model.answer(message);
      const transfer = reply !== null && 'values' in reply ? [reply.values.buffer, reply.ranks.buffer] : [];
      main.postMessage({ call, reply }, transfer as ArrayBuffer[]);
    } catch (error) {
      main.postMessage({ call, error: errorMessage(error, 'SCORER_THREW') });
    }
  }
  main.on('message', (asked: { call: number; message: ModelMessage }) => void answer(asked));
  main.postMessage({ ready: true });
}
