import Table from 'cli-table3';

/** A readable table for people, on standard output. Numbers stand to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column])));
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: numeric.map((right) => (right ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => row.map(String)));
  process.stdout.write(`${table.toString()}\n`);
}

function isNumeric(cell: string | number | undefined): boolean {
  return typeof cell === 'number' || (typeof cell === 'string' && /^[-+−]?[\d.,]+( ?%)?$/.test(cell));
}

/** One JSON document for machines, on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A line for people, on standard output. */
export function printLine(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Shows how far long work has come, on standard error; silent where that is not a terminal. */
export interface Progress {
  /** @param share 0 to 1 */
  update(share: number, note?: string): void;
  end(): void;
}

const BAR_WIDTH = 30;

export function startProgress(title: string): Progress {
  if (!process.stderr.isTTY) return { update: () => undefined, end: () => undefined };
  return {
    update(share, note = '') {
      const done = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH);
      const bar = '█'.repeat(done) + '░'.repeat(BAR_WIDTH - done);
      process.stderr.write(`\r\u001b[2K${title} ${bar} ${String(Math.round(share * 100)).padStart(3)} % ${note}`);
    },
    end() {
      process.stderr.write('\r\u001b[2K');
    },
  };
}
