import { queryOptions } from '@tanstack/react-query';
import { pause } from '../pause.js';

/** Asks a server about a condition; ends where nobody waits any more. */
export type Ask<T> = (condition: unknown, signal: AbortSignal) => Promise<T>;

/** Long enough to have stopped typing. */
const PAUSE_MS = 400;

/**
 * The people whom a condition reaches. An answer belongs to the condition that it was asked for: of another one nothing is
 * shown until its own answer is there, and whoever asks about another condition ends the question before.
 */
export function previewQuery<T>(condition: unknown, language: string, ask: Ask<T>, pauseMs = PAUSE_MS) {
  return queryOptions({
    queryKey: ['preview', language, JSON.stringify(condition)],
    queryFn: async ({ signal }) => {
      await pause(pauseMs, signal);
      return ask(condition, signal);
    },
    retry: false,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
}
