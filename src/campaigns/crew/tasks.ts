import { type Problem } from '#sdk';

/** Tasks by name: what a thread is asked for, and what it answers. Plain data. */
export type TaskKinds<T> = { readonly [K in keyof T]: { readonly ask: unknown; readonly answer: unknown } };

/** What a thread does. */
export type Workbench<T extends TaskKinds<T>> = {
  readonly [K in keyof T]: (ask: T[K]['ask']) => Promise<T[K]['answer']>;
};

/** A question to a thread. */
export interface ThreadQuestion {
  readonly task: string;
  readonly ask: unknown;
}

/** Its answer. */
export type ThreadReply = { readonly answer: unknown } | { readonly error: ThreadError };

/** An error as plain data. */
export interface ThreadError {
  readonly code: string;
  readonly message: string;
  readonly problems: readonly Problem[];
}
