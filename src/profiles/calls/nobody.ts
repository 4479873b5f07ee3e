/**
 * What broken pages and exports send where they know of nobody, in lower case. The list grows with what is seen; PostHog
 * refuses much the same (its “illegal distinct ids”).
 */
const NOBODY: ReadonlySet<string> = new Set([
  ...['null', '(null)', '<null>', 'nil', 'undefined', 'none', 'nan', 'n/a', '#n/a', 'na', 'empty', 'unset'],
  ...['not set', '(not set)', 'unknown', 'anonymous', 'guest', 'not_authenticated', 'true', 'false', '-1'],
  ...['id', 'userid', 'user_id', 'distinctid', 'distinct_id', 'email', '[object object]', '{}', '[]', '.', '?'],
]);

/** Characters; a word for nothing is no longer. */
const LONGEST = 200;
/** Nothing but zeros and dashes, such as the zero UUID. */
const ZEROS = /^[0-]*$/;
const QUOTED = /^(["'])(.*)\1$/s;

/**
 * True for an id that names nobody: taken for somebody's, it would join strangers. Capitals, blanks and quotation marks
 * around it do not matter.
 */
export function isNobody(id: string): boolean {
  if (id.length > LONGEST) return false;
  const bare = id.trim().replace(QUOTED, '$2').trim().toLowerCase();
  return ZEROS.test(bare) || NOBODY.has(bare);
}
