import { type ModelDocument } from '#strata/engine';
import { type TrainingRequest, type ModelTraining, Trainings } from '#strata/models/training';
import { createLogger } from '#strata/platform/telemetry';
import { StrataError } from '#sdk';
import { openJobs } from '../../worker.js';
import { currentUser } from '../options/model-options.js';
import { runningServer, type ServerCalls } from '../workspace/running-server.js';
import { type Workspace } from '../workspace/workspace.js';

/** Trainings of whoever runs them: a server of this home, or the workers of this database. */
export interface TrainingQueue {
  /** Who runs them, for people. */
  readonly place: string;
  /** The published document; undefined where the model is not published. */
  document(model: string): Promise<ModelDocument | undefined>;
  start(model: string, request: TrainingRequest): Promise<ModelTraining>;
  find(run: ModelTraining): Promise<ModelTraining>;
  cancel(run: ModelTraining): Promise<ModelTraining>;
  close(): Promise<void>;
}

/**
 * Where it was asked for, the server that owns the embedded database, or the queue of the database, provided that somebody
 * works on it. Undefined where this process is to train by itself.
 */
export async function openTrainingQueue(
  workspace: Workspace,
  { watch }: { readonly watch?: true },
): Promise<TrainingQueue | undefined> {
  if (!watch) return undefined;
  const server = runningServer(workspace.config);
  if (server !== undefined) return serverQueue(server);
  return workspace.config.databaseUrl === undefined ? undefined : await databaseQueue(workspace);
}

function serverQueue(server: ServerCalls): TrainingQueue {
  const of = (id: string) => ({ params: { path: { id } } });
  const at = ({ model: id, id: run }: ModelTraining) => ({ params: { path: { id, run } } });
  return {
    place: 'the running server',
    async document(model) {
      const found = await server.ask((api) => api.GET('/v1/models/{id}', of(model))).catch(undefinedIfMissing);
      // Its conditions are trees, which the types of the API leave open; the server checked them.
      return found as ModelDocument | undefined;
    },
    start: (model, { where, ...request }) => {
      const body = { ...request, ...(where === undefined ? {} : { where: { ...where } }) };
      return server.ask((api) => api.POST('/v1/models/{id}/train', { ...of(model), body }));
    },
    find: (run) => server.ask((api) => api.GET('/v1/models/{id}/runs/{run}', at(run))),
    cancel: (run) => server.ask((api) => api.DELETE('/v1/models/{id}/runs/{run}', at(run))),
    close: () => Promise.resolve(),
  };
}

async function databaseQueue(workspace: Workspace): Promise<TrainingQueue | undefined> {
  const { config } = workspace;
  const jobs = await openJobs(config, await workspace.database(), createLogger({ logLevel: 'error' }));
  if ((await jobs.summary()).workers === 0) {
    await jobs.close();
    return undefined;
  }
  const releases = await workspace.releases();
  const trainings = new Trainings(jobs, releases, config.dataDir);
  return {
    place: 'a worker',
    document: async (model) => (await releases.current())?.documents.models.find(({ id }) => id === model),
    start: (model, request) => trainings.start(model, request, currentUser()),
    find: ({ model, id }) => trainings.jobs.find(model, id),
    cancel: ({ model, id }) => trainings.jobs.cancel(model, id, currentUser()),
    close: () => jobs.close(),
  };
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof StrataError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}
