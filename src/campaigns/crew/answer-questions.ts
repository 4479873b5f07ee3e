import { parentPort, workerData } from 'node:worker_threads';
import { isStrataError } from '#sdk';
import { type TaskKinds, type ThreadError, type ThreadQuestion, type ThreadReply, type Workbench } from './tasks.js';

/**
 * What the module of a thread does: answers the questions of its crew.
 *
 * @param open makes what answers them of the plan that the crew was started with, when the first one comes
 */
export function answerQuestions<T extends TaskKinds<T>>(open: (plan: unknown) => Workbench<T>): void {
  let opened: Workbench<T> | undefined;
  const answer = async ({ task, ask }: ThreadQuestion): Promise<ThreadReply> => {
    try {
      opened ??= open(workerData);
      return { answer: await opened[task as keyof T](ask) };
    } catch (error) {
      return { error: plain(error) };
    }
  };
  parentPort?.on('message', (question: ThreadQuestion) => {
    void answer(question).then((reply) => parentPort?.postMessage(reply));
  });
}

function plain(error: unknown): ThreadError {
  if (isStrataError(error)) return { code: error.code, message: error.message, problems: error.problems };
  return {
    code: 'INTERNAL',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    problems: [],
  };
}
