import { AsyncResource } from 'node:async_hooks';

/**
 * Binds functions to asynchronous resources without the deprecated property `asyncResource`, which Node 20 and 22 define on
 * each by `util.deprecate`: that makes a prototype of every bound function, which outlives its young garbage together with
 * all that it refers to. Fastify binds one such function a body. Of Fastify alone, a request takes half the processor time
 * without it (docs/decisions/2026-11-29-one-text.md).
 */
export function bindPlainly(): void {
  AsyncResource.prototype.bind = function bind<F extends (...args: unknown[]) => unknown>(
    this: AsyncResource,
    work: F,
  ) {
    const run = this.runInAsyncScope.bind(this, work);
    const bound = function (this: unknown, ...args: unknown[]): unknown {
      return run(this, ...args);
    };
    return bound as F;
  };
}
