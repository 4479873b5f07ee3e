import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Readable, type Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, it } from 'vitest';
import { type DialectName } from '#strata/engine/sql';
import { BRIEF_JAVA, describeWithPython } from '../support/python.js';
import { agree, agreeOnDates, type Ask, NAMES, TYPES } from './parity/parity.js';

const PEER = fileURLToPath(new URL('parity/sql_peer.py', import.meta.url));

describeWithPython('pyspark', 'a condition on Spark', (python) => {
  agreesOn('spark', python, { items: 'texts', mayBeMissing: true });
});

// The embedded ClickHouse, where somebody installed it.
describeWithPython('chdb', 'a condition on ClickHouse', (python) => {
  agreesOn('clickhouse', python, { items: 'texts', mayBeMissing: false });
});

function agreesOn(dialect: DialectName, python: string, lists: Parameters<typeof agree>[3]): void {
  let peer: Peer;
  beforeAll(async () => {
    peer = await Peer.start(python, dialect);
  });
  afterAll(() => {
    peer.stop();
  });

  it('holds for exactly those for whom its test holds', async () => {
    await agree(dialect, peer.ask, 20, lists);
  });

  it('compares dates as its test does', async () => {
    await agreeOnDates(dialect, peer.ask);
  });
}

/** A process that answers SQL, a line a question. */
class Peer {
  private constructor(
    private readonly child: ChildProcessByStdio<Writable, Readable, null>,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async start(python: string, engine: string): Promise<Peer> {
    const env = { ...process.env, SPARK_SUBMIT_OPTS: BRIEF_JAVA, SPARK_LAUNCHER_OPTS: BRIEF_JAVA };
    const child = spawn(python, [PEER, engine], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    const peer = new Peer(child, createInterface({ input: child.stdout })[Symbol.asyncIterator]());
    await peer.#line();
    return peer;
  }

  readonly ask: Ask = async (expressions, people) => {
    const columns = NAMES.map((name) => [name, TYPES[name]]);
    const rows = people.map((person) => NAMES.map((name) => person[name] ?? null));
    this.child.stdin.write(`${JSON.stringify({ columns, rows, expressions })}\n`);
    const { rows: answers, error } = JSON.parse(await this.#line()) as { rows: unknown[][]; error?: string };
    if (error !== undefined) throw new Error(`${error}\n${expressions.join('\n')}`);
    return answers;
  };

  stop(): void {
    this.child.stdin.end();
  }

  async #line(): Promise<string> {
    const next = await this.lines.next();
    if (next.done === true) throw new Error('the peer ended');
    return next.value;
  }
}
