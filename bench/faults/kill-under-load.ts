import { once } from 'node:events';
import { type ServerProcess, type StrataOptions, startStrata } from '../decisions/servers.js';
import { until } from './until.js';

/** What became of the decisions that were acknowledged before the server was killed. */
export interface KillResult {
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
}

const CLIENTS = 16;

/**
 * Kills the server (SIGKILL) under load again and again, each time after so many answers; then every acknowledged decision
 * must be in the log.
 */
export async function killUnderLoad(
  options: StrataOptions,
  { kills, answers }: { readonly kills: number; readonly answers: number },
): Promise<KillResult> {
  const acknowledged: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const server = await startStrata(options);
    const stop = new AbortController();
    const enough = acknowledged.length + answers;
    const clients = Array.from({ length: CLIENTS }, (_, client) =>
      askUntil(server, `kill-${String(kill)}-${String(client)}`, stop.signal, acknowledged),
    );
    await until(() => acknowledged.length >= enough);
    const ended = once(server.process, 'exit');
    server.process.kill('SIGKILL');
    await ended;
    stop.abort();
    await Promise.all(clients);
  }
  const server = await startStrata(options);
  try {
    return { kills, acknowledged: acknowledged.length, lost: await countMissing(server, acknowledged) };
  } finally {
    await server.stop();
  }
}

async function askUntil(server: ServerProcess, name: string, signal: AbortSignal, ids: string[]): Promise<void> {
  for (let i = 0; !signal.aborted; i++) {
    const id = await ask(server, `${name}-${String(i)}`).catch(() => null);
    if (id === null) return;
    ids.push(id);
  }
}

/** The id of an acknowledged decision. */
async function ask({ url }: ServerProcess, userId: string): Promise<string> {
  const response = await fetch(`${url}/v1/decisions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId, facts: { daysSinceLastOrder: 200, orders: 3 }, consent: ['marketing'] }),
  });
  if (response.status !== 200) throw new Error(String(response.status));
  return ((await response.json()) as { readonly id: string }).id;
}

async function countMissing({ url }: ServerProcess, ids: readonly string[]): Promise<number> {
  let missing = 0;
  for (let first = 0; first < ids.length; first += CLIENTS) {
    const answers = await Promise.all(
      ids.slice(first, first + CLIENTS).map((id) => fetch(`${url}/v1/decisions/${id}`)),
    );
    for (const answer of answers) {
      await answer.arrayBuffer();
      if (answer.status !== 200) missing += 1;
    }
  }
  return missing;
}
