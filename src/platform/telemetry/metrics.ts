import { type Counter, Registry } from 'prom-client';

/** Everything that `/metrics` shows. */
export const metrics = new Registry();

/** A counter of `/metrics`, made once however often it is asked for. */
export function counter<L extends string = string>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
  return undefined as never;
}
