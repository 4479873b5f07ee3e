import { parentPort, workerData } from 'node:worker_threads';
import { isStrataError } from '#sdk';
import { openWorkbench, type Workbench } from './workbench.js';
import { type ThreadQuestion, type ThreadReply, type ThreadError, type ThreadPlan } from './tasks.js';

let opened: Workbench | undefined;

parentPort?.on('message', (question: ThreadQuestion) => {
  void answer(question).then((reply) => parentPort?.postMessage(reply));
});

async function answer(question: ThreadQuestion): Promise<ThreadReply> {
  try {
    const work = (opened ??= openWorkbench(workerData as ThreadPlan));
    // TypeScript does not follow that the task belongs to the question.
    const task = work[question.task] as (ask: unknown) => Promise<unknown>;
    return { answer: await task(question.ask) };
  } catch (error) {
    return { error: plain(error) };
  }
}

function plain(error: unknown): ThreadError {
  if (isStrataError(error)) return { code: error.code, message: error.message, problems: error.problems };
  return {
    code: 'INTERNAL',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    problems: [],
  };
}
