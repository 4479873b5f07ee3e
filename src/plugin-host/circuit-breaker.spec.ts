import { expect, test } from 'vitest';
import { CircuitBreaker } from './guarded-process.js';

function failing(times: number) {
  const clock = { now: 0 };
  const breaker = new CircuitBreaker(() => clock.now);
  for (let failure = 0; failure < times; failure++) {
    breaker.pass();
    breaker.failed();
  }
  const open = () => {
    try {
      breaker.pass();
      return false;
    } catch {
      return true;
    }
  };
  return { breaker, clock, open };
}

test('two failures in a row leave it closed, three open it', () => {
  expect(failing(2).open()).toBe(false);
  expect(failing(3).open()).toBe(true);
});

test('a success in between starts the count anew', () => {
  const { breaker, open } = failing(2);
  breaker.succeeded();
  breaker.failed();
  expect(open()).toBe(false);
});

test('after the rest one call is tried: it closes the circuit, or opens it for another rest', () => {
  const { breaker, clock, open } = failing(3);
  clock.now = 5000;
  expect(open()).toBe(false);
  expect(open()).toBe(true);
  breaker.failed();
  expect(open()).toBe(true);
  clock.now = 10_000;
  expect(open()).toBe(false);
  breaker.succeeded();
  expect(open()).toBe(false);
});
