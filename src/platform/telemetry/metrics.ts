import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything that `/metrics` shows, of this process. */
export const metrics = new Registry();

/** A counter of `/metrics`, made once however often it is asked for. */
export function counter<L extends string = string>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
  const existing = metrics.getSingleMetric(name);
  if (existing instanceof Counter) return existing;
  return new Counter({ name, help, labelNames: labels, registers: [metrics] });
}

/** A gauge of `/metrics`, made once however often it is asked for. */
export function gauge<L extends string = string>(name: string, help: string, labels: readonly L[] = []): Gauge<L> {
  const existing = metrics.getSingleMetric(name);
  if (existing instanceof Gauge) return existing;
  return new Gauge({ name, help, labelNames: labels, registers: [metrics] });
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const durations = new Histogram({
  name: 'strata_http_request_duration_seconds',
  help: 'Time from the first byte of a request to the last of its answer.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: SECONDS,
  registers: [metrics],
});

const observers = new Map<string, (seconds: number) => void>();

/** Counts an answered request. `route` is the pattern, never the path, which may name a person. */
export function observeRequest(method: string, route: string, status: number, seconds: number): void {
  const key = `${method} ${route} ${String(status)}`;
  let observe = observers.get(key);
  if (observe === undefined) {
    const child = durations.labels(method, route, String(status));
    observe = (value) => {
      child.observe(value);
    };
    observers.set(key, observe);
  }
  observe(seconds);
}

let collecting = false;

/** Adds memory, processor time and event loop lag of this process, as Prometheus names them. */
export function collectProcessMetrics(): void {
  if (collecting) return;
  collecting = true;
  collectDefaultMetrics({ register: metrics });
}
