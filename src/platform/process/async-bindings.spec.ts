import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bindPlainly } from './async-bindings.js';

const original = Object.getOwnPropertyDescriptor(AsyncResource.prototype, 'bind')!;
beforeAll(bindPlainly);
afterAll(() => {
  Object.defineProperty(AsyncResource.prototype, 'bind', original);
});

it('runs what was bound in the context of its resource, with its own caller, arguments and answer', () => {
  const storage = new AsyncLocalStorage<string>();
  const resource = storage.run('inside', () => new AsyncResource('test'));
  const caller = {
    bound: resource.bind(function (this: unknown, ...args: unknown[]) {
      return [storage.getStore(), this, args];
    }),
  };
  expect(storage.run('outside', () => caller.bound(1, 'two'))).toEqual(['inside', caller, [1, 'two']]);
});

it('defines no property on what was bound', () => {
  expect(new AsyncResource('test').bind(() => undefined)).not.toHaveProperty('asyncResource');
});
