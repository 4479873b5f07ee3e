import Table from 'cli-table3';
import { columnNumberWords, fixedWords } from '#strata/kernel';
import { type Problem } from '#sdk';

/** A readable table for people, on standard output. Numbers stand to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column])));
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: numeric.map((right) => (right ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? columnNumberWords(cell) : cell))));
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

/** A word as a POSIX shell reads it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Shows how far long work has come, on standard error; silent where that is not a terminal. */
export interface ProgressLine {
  /** @param share 0 to 1 */
  update(share: number, note?: string): void;
  end(): void;
}

const BAR_WIDTH = 30;

export function startProgress(title: string): ProgressLine {
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

/** Where a problem is: `rules/segments/a.json:3:5 /condition/all/0`, as editors and terminals open it. */
export function placeOf({ file, line, column, pointer }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [place, pointer ?? ''].filter((part) => part !== '').join(' ');
}

/** Text of strangers for a terminal: control characters, which could act on it, are written out. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (control) => {
    return `<U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** A number for people, with a fixed number of decimals: for columns of figures. JSON has null for what is no number. */
export function decimals(value: number | null, digits = 4): string {
  return fixedWords(value ?? Number.NaN, digits);
}

/** A share for people, as a percentage. */
export function percent(value: number | null, digits = 1): string {
  return `${decimals(value === null ? null : 100 * value, digits)} %`;
}
