import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { type ArmPolicy } from '#strata/engine';
import { processorSeconds } from '../decisions/processor-time.js';
import { decisionBodies } from '../decisions/requests.js';
import {
  type EditableStrategy,
  removeFolder,
  rulesWith,
  type ServerProcess,
  startStrata,
  temporaryFolder,
} from '../decisions/servers.js';

/** What the model's way takes, as a share of the bandit's way, at least. */
const LEAST = 0.9;
const CONNECTIONS = 8;
const BANDIT: ArmPolicy = { policy: 'bandit', options: { algorithm: 'thompson' } };

/** Processor time a request, with the arm of each strategy by the model and by a bandit. @returns whether it is within its bar */
export async function benchProcessor(given: { readonly rounds: number; readonly seconds: number }): Promise<boolean> {
  const folder = temporaryFolder();
  const servers: ServerProcess[] = [];
  try {
    const [model, bandit] = [await start(folder, 'model'), await start(folder, 'bandit')];
    servers.push(model, bandit);
    const spent = { model: [] as number[], bandit: [] as number[] };
    for (let round = 0; round <= given.rounds; round++) {
      // Both get the same requests; the first round warms up.
      const bodies = decisionBodies(20_000, 11 + round);
      const [byModel, byBandit] = [await load(model, bodies, given), await load(bandit, bodies, given)];
      if (round === 0) continue;
      spent.model.push(byModel);
      spent.bandit.push(byBandit);
    }
    const chosen = await shareChosen(bandit);
    const ratio = median(spent.model) / median(spent.bandit);
    console.log(
      `processor time a request: by the model ${median(spent.model).toFixed(0)} µs, by a bandit ${median(spent.bandit).toFixed(0)} µs`,
    );
    console.log(
      `  ${ratio.toFixed(2)} × the requests a second of processor; the bandit chose in ${(100 * chosen).toFixed(0)} % of the decisions`,
    );
    return ratio >= LEAST && chosen > 0;
  } finally {
    for (const server of servers) await server.stop();
    removeFolder(folder);
  }
}

function start(folder: string, by: 'model' | 'bandit'): Promise<ServerProcess> {
  const home = join(folder, by);
  mkdirSync(home, { recursive: true });
  const rules = rulesWith(home, (strategy) => {
    Object.assign(strategy, threeOffers(strategy, by === 'model' ? 'model' : BANDIT));
  });
  return startStrata({ home, rules });
}

/** The strategy with three offers that need no model, and one arm. */
function threeOffers(strategy: EditableStrategy, by: 'model' | ArmPolicy): object {
  const { goal, offers } = strategy as EditableStrategy & { readonly goal: object };
  const [first] = offers;
  return {
    goal: { ...goal, orderValue: 100, natural: { rate: 0.05 } },
    predictive: undefined,
    // They watch hold-outs, which the arm has none of.
    guardrails: undefined,
    limits: undefined,
    offers: [0, 1, 2].map((place) => ({
      ...first,
      id: place === 0 ? first!.id : `${first!.id}-${String(place)}`,
      stock: undefined,
      faceValue: 5 + place,
      response: { rate: 0.5 },
    })),
    experiment: { seed: 'bandit', arms: [{ id: 'only', share: 1, by }] },
  };
}

async function load(
  { url, process: child }: ServerProcess,
  bodies: readonly string[],
  { seconds }: { readonly seconds: number },
): Promise<number> {
  let next = 0;
  const before = withChildren(child.pid);
  const result = await autocannon({
    url: `${url}/v1/decisions`,
    connections: CONNECTIONS,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length]! }) }],
  });
  const spent = withChildren(child.pid) - before;
  if (result.non2xx > 0 || result.errors > 0) throw new Error('not all answers were 200');
  return (1e6 * spent) / result.requests.total;
}

/** Seconds of a process and of those that it started: policies run in processes of their own. */
function withChildren(pid: number | undefined): number {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
  const all = [pid, ...(children === '' ? [] : children.split(' ').map(Number))];
  return all.reduce<number>((sum, each) => sum + (processorSeconds(each) ?? Number.NaN), 0);
}

/** How many of a hundred new people's decisions say that a policy chose. */
async function shareChosen({ url }: ServerProcess): Promise<number> {
  const bodies = decisionBodies(100, 3);
  let chosen = 0;
  for (const body of bodies) {
    const answer = await fetch(`${url}/v1/decisions`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    chosen += Number((await answer.text()).includes('POLICY_CHOSE'));
  }
  return chosen / bodies.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
