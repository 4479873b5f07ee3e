/** A line of two texts: in both, only in the earlier or only in the later one. */
export interface ChangedLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Texts of more changed lines than this are told as gone and new as a whole. */
const MOST_COMPARED = 1_500;

/** The lines of two texts, so that as many as possible are the same (longest common subsequence, Wagner and Fischer 1974). */
export function lineChanges(before: string, after: string): readonly ChangedLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  const rest = Math.min(old.length, now.length) - start;
  while (end < rest && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return [
    ...marked(now.slice(0, start), 'same'),
    ...between(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...marked(now.slice(now.length - end), 'same'),
  ];
}

function between(old: readonly string[], now: readonly string[]): readonly ChangedLine[] {
  if (old.length > MOST_COMPARED || now.length > MOST_COMPARED) return [...marked(old, 'gone'), ...marked(now, 'new')];
  const width = now.length + 1;
  // How many lines the rests from each pair of places on have in common.
  const common = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [gone, added] = [old[i], now[j]];
    if (gone !== undefined && gone === added) {
      lines.push({ kind: 'same', text: gone });
      i += 1;
      j += 1;
    } else if (gone !== undefined && (added === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'gone', text: gone });
      i += 1;
    } else {
      lines.push({ kind: 'new', text: added ?? '' });
      j += 1;
    }
  }
  return lines;
}

function marked(lines: readonly string[], kind: ChangedLine['kind']): readonly ChangedLine[] {
  return lines.map((text) => ({ kind, text }));
}
