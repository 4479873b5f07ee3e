/**
 * npm run bench -- conditions [--json]: how many users a second of processor time each engine takes through 50 nested
 * rules, in one process. A row of ours is named by the function that it measures. Every engine's matches are compared
 * first and each is warmed up; rounds are interleaved and the median counts.
 */
import { isDeepStrictEqual } from 'node:util';
import { HAND_WRITTEN, JSON_LOGIC, JSON_RULES, makePeers, STRATA, STRATA_TRACE, type Peer } from './peers.js';
import { isOfList, leafCount, makeRules, makeUsers, type User } from './population.js';

const RULES = 50;
const USERS = 2_000;
const ROUNDS = 9;
/** A round of one engine takes at least so much processor time. */
const ROUND_MS = 60;
/** The same before the first round: V8 works for more than a second on functions of this size, in a thread of its own. */
const WARM_UP_MS = 4_000;

/** The row "conditions" of the quality targets. */
const BARS = [
  { of: STRATA, over: JSON_RULES, atLeast: 700 },
  { of: STRATA, over: JSON_LOGIC, atLeast: 2 },
  { of: STRATA, over: HAND_WRITTEN, atLeast: 0.8 },
  { of: STRATA_TRACE, over: JSON_RULES, atLeast: 40 },
];

const rules = makeRules(RULES, 7);
const users = makeUsers(USERS, 11);
const peers = makePeers(rules);
const matches = await compareMatches(peers);
const speeds = await measure(peers);
const base = speeds.get(JSON_RULES)!;
const report = {
  rules: RULES,
  leaves: rules.map((rule) => leafCount(rule)).reduce((sum, leaves) => sum + leaves, 0),
  /** Leaves that ask whether a list contains something. */
  lists: rules.map((rule) => leafCount(rule, isOfList)).reduce((sum, leaves) => sum + leaves, 0),
  users: USERS,
  facts: Object.keys(users[0]!).length,
  /** Share of all pairs of rule and user that hold. */
  holding: round(matches / (RULES * USERS)),
  engines: peers.map(({ name }) => {
    const usersPerSecond = speeds.get(name)!;
    return { name, usersPerSecond: Math.round(usersPerSecond), timesJsonRulesEngine: round(usersPerSecond / base) };
  }),
  bars: BARS.map((bar) => {
    const ratio = round(speeds.get(bar.of)! / speeds.get(bar.over)!);
    return { ...bar, ratio, reached: ratio >= bar.atLeast };
  }),
};
if (process.argv.includes('--json')) console.log(JSON.stringify(report));
else printReport();

async function compareMatches(all: readonly Peer[]): Promise<number> {
  const [first, ...others] = all;
  const expected = await first!.match(users);
  for (const other of others) {
    if (!isDeepStrictEqual(await other.match(users), expected)) throw new Error(`${other.name} matches other rules`);
  }
  return expected.flat().length;
}

async function measure(all: readonly Peer[]): Promise<ReadonlyMap<string, number>> {
  const rounds = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  for (const peer of all) await usersPerSecond(peer, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of all) rounds.get(peer.name)!.push(await usersPerSecond(peer, ROUND_MS));
  }
  return new Map([...rounds].map(([name, speeds]) => [name, median(speeds)]));
}

async function usersPerSecond(peer: Peer, atLeastMs: number): Promise<number> {
  const some: readonly User[] = users.slice(0, peer.users);
  let done = 0;
  const start = process.cpuUsage();
  let elapsed = 0;
  while (elapsed < atLeastMs) {
    await peer.match(some);
    done += some.length;
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1_000;
  }
  return (done / elapsed) * 1_000;
}

function printReport(): void {
  const { leaves, lists, facts, holding, engines, bars } = report;
  console.log(
    `${RULES} nested rules (${leaves} leaves, ${lists} of lists), ${USERS} users, ${facts} facts; all matches are equal, ${holding * 100} % hold.\n`,
  );
  console.log(`${'engine'.padEnd(30)} ${'users/s'.padStart(10)} ${'× json-rules-engine'.padStart(20)}`);
  for (const { name, usersPerSecond: speed, timesJsonRulesEngine: times } of engines) {
    console.log(`${name.padEnd(30)} ${speed.toLocaleString('en').padStart(10)} ${String(times).padStart(20)}`);
  }
  console.log('');
  for (const { of, over, atLeast, ratio, reached } of bars) {
    console.log(`${of} / ${over}: ${ratio}, at least ${atLeast}: ${reached ? 'reached' : 'NOT reached'}`);
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
function round(ratio: number): number {
  return ratio < 10 ? Math.round(ratio * 100) / 100 : Math.round(ratio);
}
