import { Worker } from 'node:worker_threads';
import { type ErrorCode, ERRORS, StrataError } from '#sdk';
import { type TaskKinds, type ThreadQuestion, type ThreadReply } from './tasks.js';

/** Threads that work on blocks, each on one at a time. */
export class Crew<T extends TaskKinds<T>> {
  readonly #idle: Member[];
  readonly #members: readonly Member[];
  readonly #waiting: ((member: Member) => void)[] = [];

  private constructor(members: readonly Member[]) {
    this.#members = members;
    this.#idle = [...members];
  }

  /** @param entry the module that each thread runs, see `answerQuestions` @param plan what it is told: plain data */
  static start<T extends TaskKinds<T>>(entry: URL, plan: unknown, threads: number): Crew<T> {
    return new Crew<T>(Array.from({ length: threads }, () => new Member(entry, plan)));
  }

  get size(): number {
    return this.#members.length;
  }

  /** Asks the next thread that has nothing to do. Rejects with what it throws. */
  async ask<K extends keyof T & string>(task: K, ask: T[K]['ask']): Promise<T[K]['answer']> {
    const member = this.#idle.pop() ?? (await new Promise<Member>((resolve) => this.#waiting.push(resolve)));
    try {
      return await member.ask({ task, ask });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(member);
      else next(member);
    }
  }

  /** Answers in the order of the questions, of which a few are asked ahead. */
  async *askAll<K extends keyof T & string>(
    task: K,
    questions: readonly T[K]['ask'][],
    signal: AbortSignal,
  ): AsyncGenerator<T[K]['answer']> {
    const asked: Promise<T[K]['answer']>[] = [];
    let next = 0;
    try {
      while (next < questions.length || asked.length > 0) {
        signal.throwIfAborted();
        while (next < questions.length && asked.length < 2 * this.size) {
          const answer = this.ask(task, questions[next++]);
          answer.catch(() => undefined);
          asked.push(answer);
        }
        yield (await asked.shift()) as T[K]['answer'];
      }
    } finally {
      await Promise.allSettled(asked);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.end()));
  }
}

class Member {
  readonly #worker: Worker;
  #pending: { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void } | null = null;
  #dead: Error | null = null;

  constructor(entry: URL, plan: unknown) {
    this.#worker = new Worker(entry, { workerData: plan });
    this.#worker.on('message', (reply: ThreadReply) => {
      const pending = this.#pending;
      this.#pending = null;
      if ('error' in reply) pending?.reject(errorOf(reply.error));
      else pending?.resolve(reply.answer);
    });
    this.#worker.on('error', (error) => {
      this.#die(error);
    });
    this.#worker.on('exit', (code) => {
      this.#die(new Error(`a thread ended with ${String(code)}`));
    });
  }

  ask(question: ThreadQuestion): Promise<unknown> {
    if (this.#dead !== null) return Promise.reject(this.#dead);
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#worker.postMessage(question);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(error: Error): void {
    this.#dead ??= error;
    this.#pending?.reject(this.#dead);
    this.#pending = null;
  }
}

function errorOf({
  code,
  message,
  problems,
}: {
  code: string;
  message: string;
  problems: StrataError['problems'];
}): Error {
  return new StrataError(code in ERRORS ? (code as ErrorCode) : 'INTERNAL', message, { problems });
}
