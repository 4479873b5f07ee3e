import { afterEach, expect, it, vi } from 'vitest';
import { followEvents } from '../../web/src/parts/jobs/event-stream.js';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const streamOf = (...parts: readonly string[]) => new Response(new Blob([...parts]).stream());

/** Follows a server that gives these answers, one after the other; null for no connection. */
async function follow(answers: readonly (Response | null)[]) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const requests: unknown[] = [];
  const left = [...answers];
  vi.stubGlobal('fetch', (_: string, { headers }: RequestInit) => {
    requests.push(headers);
    const answer = left.shift();
    return answer == null ? Promise.reject(new TypeError('no connection')) : Promise.resolve(answer);
  });
  const told: string[] = [];
  const { signal } = new AbortController();
  const followed = followEvents({ path: '/events', language: 'zh', signal, tell: (data) => told.push(data) });
  const state = { isOver: false };
  void followed.then(() => (state.isOver = true));
  while (!state.isOver) {
    await vi.advanceTimersByTimeAsync(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { told, requests };
}

it('tells each event in the language that was chosen, and comes back for what is next until nothing is', async () => {
  const { told, requests } = await follow([
    streamOf('id: 1\nevent: run\ndata: {"at":1}\n\nid: 2\nevent: run\nda', 'ta: {"at":2}\n\nid: 3\nda'),
    null,
    streamOf('id: 3\nevent: run\ndata: {"at":3}\n\n'),
    new Response(null, { status: 204 }),
  ]);
  expect(told).toEqual(['{"at":1}', '{"at":2}', '{"at":3}']);
  expect(requests).toEqual([
    { 'Accept-Language': 'zh' },
    { 'Accept-Language': 'zh', 'Last-Event-ID': '2' },
    { 'Accept-Language': 'zh', 'Last-Event-ID': '2' },
    { 'Accept-Language': 'zh', 'Last-Event-ID': '3' },
  ]);
});

it('asks no more where the server refuses', async () => {
  const { told, requests } = await follow([new Response('{}', { status: 404 })]);
  expect([told, requests.length]).toEqual([[], 1]);
});
