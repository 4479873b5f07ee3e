/** A misspelt name is at most this share of its length away from the name that was meant. */
const CLOSE_ENOUGH = 0.5;

/**
 * The known name nearest to what was written, for "did you mean" messages: by Levenshtein distance, ignoring case.
 * Undefined where nothing is near.
 */
export function nearestName(written: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(Math.min(written.length, 64) * CLOSE_ENOUGH)) + 1;
  for (const name of known) {
    const distance = levenshtein(written.slice(0, 64).toLowerCase(), name.slice(0, 64).toLowerCase());
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

function levenshtein(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? a.length;
}
