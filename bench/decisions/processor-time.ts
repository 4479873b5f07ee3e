import { readFileSync } from 'node:fs';
import { Client } from 'pg';

/** Ticks a second of the times in /proc; Linux has had no other value for programs on any of its usual machines. */
const TICKS = 100;

/** Seconds of processor time that a process has taken with all its threads; undefined where /proc does not tell. */
export function processorSeconds(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name of the program, in parentheses, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return undefined;
  }
}

/** The processor time of all connections to a database, whose server runs on this machine. */
export class ConnectionTimes {
  readonly #known = new Map<number, number>();

  private constructor(private readonly client: Client) {}

  static async open(databaseUrl: string): Promise<ConnectionTimes> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    return new ConnectionTimes(client);
  }

  /** Seconds since the last call, of the connections that are open now; undefined where the server runs elsewhere. */
  async since(): Promise<number | undefined> {
    const { rows } = await this.client.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    let seconds = 0;
    for (const { pid } of rows) {
      const now = processorSeconds(pid);
      if (now === undefined) return undefined;
      seconds += now - (this.#known.get(pid) ?? 0);
      this.#known.set(pid, now);
    }
    return seconds;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
