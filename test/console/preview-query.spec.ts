import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { previewQuery } from '../../web/src/rules/editor/preview/preview-query.js';

/** A server that answers when it is told to, and keeps who asked for what. */
function slowServer() {
  const asked: { condition: unknown; signal: AbortSignal; answer: (words: string) => void }[] = [];
  const ask = (condition: unknown, signal: AbortSignal) =>
    new Promise<string>((answer) => {
      asked.push({ condition, signal, answer });
    });
  return { asked, ask };
}

/** A page that shows the count of the condition which stands there now. */
function pageWith(ask: ReturnType<typeof slowServer>['ask'], condition: unknown, pauseMs = 0) {
  const client = new QueryClient();
  const queryFor = (now: unknown) => previewQuery(now, 'en', ask, pauseMs);
  const observer = new QueryObserver(client, queryFor(condition));
  const shown: unknown[] = [];
  const leave = observer.subscribe(({ data }) => shown.push(data));
  return {
    shown,
    now: () => observer.getCurrentResult().data,
    write: (next: unknown) => {
      observer.setOptions(queryFor(next));
    },
    leave: () => {
      leave();
      client.clear();
    },
  };
}

it('never shows a count that is older than the condition, however late the answers come', async () => {
  const { asked, ask } = slowServer();
  const page = pageWith(ask, { all: ['first'] });
  await vi.waitFor(() => {
    expect(asked).toHaveLength(1);
  });
  page.write({ all: ['second'] });
  expect(page.now()).toBeUndefined();
  await vi.waitFor(() => {
    expect(asked).toHaveLength(2);
  });
  expect(asked[0]!.signal.aborted).toBe(true);
  asked[1]!.answer('of the second');
  await vi.waitFor(() => {
    expect(page.now()).toBe('of the second');
  });
  asked[0]!.answer('of the first');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(page.now()).toBe('of the second');
  expect(page.shown).not.toContain('of the first');
  page.write({ all: ['third'] });
  expect(page.now()).toBeUndefined();
  page.leave();
});

it('asks nothing about a condition that was written over before anybody could have read it', async () => {
  const { asked, ask } = slowServer();
  const page = pageWith(ask, 'S', 60);
  for (const text of ['Sh', 'Sha', 'Shan', 'Shanghai']) page.write(text);
  await vi.waitFor(() => {
    expect(asked).toHaveLength(1);
  });
  expect(asked[0]!.condition).toBe('Shanghai');
  page.leave();
});

it('shows again what was counted of a condition that is written again', async () => {
  const { asked, ask } = slowServer();
  const page = pageWith(ask, 'a');
  await vi.waitFor(() => {
    expect(asked).toHaveLength(1);
  });
  asked[0]!.answer('of a');
  await vi.waitFor(() => {
    expect(page.now()).toBe('of a');
  });
  page.write('b');
  page.write('a');
  expect(page.now()).toBe('of a');
  page.leave();
});
