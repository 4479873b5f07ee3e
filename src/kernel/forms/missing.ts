/** How tables write that a cell has no value: trimmed and in lower case. */
const MARKS: ReadonlySet<string> = new Set([
  '',
  ...[
    'na',
    'n/a',
    'n.a',
    'n.a.',
    '#n/a',
    '#na',
    '<na>',
    'nan',
    '-nan',
    'nil',
    'null',
    '(null)',
    '#null!',
    'none',
    '\\n',
  ],
  ...['-', '--', '---', '–', '—', '?', '??', '???', '.', '..', '...'],
  ...['unknown', 'unk', 'undefined', 'missing', 'select', '(select)', '(blank)', 'blank', 'no data', 'not set'],
  ...['not available', 'not applicable', 'not specified', 'not provided', 'not given', 'not known', 'not stated'],
  ...['#value!', '#div/0!', '#ref!', '#name?', '#num!'],
]);

/** The longest of them, with some blanks around it. */
const LONGEST = 24;

/**
 * Whether a cell of text says that there is no value: blank, or a usual mark such as `NA`, `n/a`, `-`, `?`, `NULL`,
 * `Select` or `unknown`, in any case. Of cells that are meant to be numbers, dates, labels or ids; among other texts such
 * a word may be a value like others.
 */
export function isMissing(text: string): boolean {
  return text.length <= LONGEST ? MARKS.has(text.trim().toLowerCase()) : text.trim() === '';
}
