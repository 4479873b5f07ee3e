/** A misspelt name is at most this share of its length away from the name that was meant. */
const CLOSE_ENOUGH = 0.5;

/**
 * The known name that was meant, for "did you mean" messages: the same but for case and marks, what other rule languages
 * call it (`>=`, `$gte`, `and`), else the nearest by Levenshtein distance. A name that says something else than what was
 * written (the opposite, another bound) is never given, however near it is: undefined where nothing is left.
 */
export function nearestName(written: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const plain = plainName(written);
  const same = plain === '' ? undefined : names.find((name) => plainName(name) === plain);
  if (same !== undefined) return same;
  const synonym = synonymOf(written, names);
  if (synonym !== undefined) return synonym;
  if (adviceFor(written, names) !== undefined) return undefined;
  // What is known to mean something else of the language is no misspelling of one of its words.
  return misspelt(written, isSynonym(written) ? names.filter((name) => !isLanguageWord(name)) : names);
}

function misspelt(written: string, names: readonly string[]): string | undefined {
  const meaning = meaningOf(written);
  const letters = written.slice(0, 64).toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(Math.min(written.length, 64) * CLOSE_ENOUGH)) + 1;
  for (const name of names) {
    const distance = distanceBelow(least, letters, name.slice(0, 64).toLowerCase());
    if (distance < least && !contradicts(meaning, meaningOf(name))) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

/** What a name's words say that a suggestion must not turn round. */
interface Meaning {
  readonly denied: boolean;
  readonly inclusive: boolean;
  /** The side of each pair of opposites that the name takes: `less` of less and greater. */
  readonly sides: ReadonlyMap<number, number>;
}

const DENIALS = new Set(['not', 'no', 'non', 'never', 'without', 'doesnt', 'isnt', 'none']);
const INCLUSIONS = new Set(['inclusive', 'incl', 'inc', 'equal', 'equals', 'eq']);
const OPPOSITES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['less', 'before', 'below', 'under', 'lower', 'smaller'],
    ['greater', 'after', 'above', 'over', 'higher', 'more'],
  ],
  [['first'], ['last']],
  [
    ['min', 'minimum'],
    ['max', 'maximum'],
  ],
  [
    ['start', 'starts', 'from', 'begins'],
    ['end', 'ends', 'to', 'until'],
  ],
  [['asc'], ['desc']],
  [['with'], ['without']],
  [
    ['some', 'any'],
    ['every', 'all'],
  ],
  [['since', 'ago'], ['until']],
];
/** The pair whose sides may include their bound. */
const ORDER = 0;

function meaningOf(name: string): Meaning {
  const words = name
    .slice(0, 64)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const sides = new Map<number, number>();
  OPPOSITES.forEach((pair, index) => {
    const side = pair.findIndex((each) => each.some((word) => words.includes(word)));
    if (side !== -1) sides.set(index, side);
  });
  return {
    denied: words.some((word) => DENIALS.has(word)),
    inclusive: sides.has(ORDER) && words.some((word) => INCLUSIONS.has(word)),
    sides,
  };
}

function contradicts(written: Meaning, name: Meaning): boolean {
  if (written.denied !== name.denied) return true;
  if (written.sides.has(ORDER) && written.inclusive !== name.inclusive) return true;
  return [...written.sides].some(([pair, side]) => name.sides.has(pair) && name.sides.get(pair) !== side);
}

/** The known name that is the same but for one letter (more, less, another, two exchanged), for case or for marks. */
export function nearSpelling(written: string, known: Iterable<string>): string | undefined {
  const plain = plainName(written);
  for (const name of known) if (plainName(name) === plain || isOneEditAway(plain, plainName(name))) return name;
  return undefined;
}

/** Below this length another letter makes another word. */
const SHORTEST_MISSPELT = 5;

function isOneEditAway(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < SHORTEST_MISSPELT || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const rest = (text: string, from: number) => text.slice(from);
  if (a.length > b.length) return rest(a, start + 1) === rest(b, start);
  if (a.length < b.length) return rest(a, start) === rest(b, start + 1);
  const isExchanged = a[start] === b[start + 1] && a[start + 1] === b[start];
  return rest(a, start + 1) === rest(b, start + 1) || (isExchanged && rest(a, start + 2) === rest(b, start + 2));
}

/**
 * The Levenshtein distance of two names where it is below `limit`, else `limit` or more: most of many names are told from
 * the written one by their length alone, or after a few letters.
 */
function distanceBelow(limit: number, a: string, b: string): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const distance = Math.min(substituted, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      current.push(distance);
      if (distance < least) least = distance;
    }
    if (least >= limit) return limit;
    previous = current;
  }
  return previous[b.length] ?? a.length;
}

/**
 * What other rule languages call the words of Strata's documents: JavaScript, SQL, Mongo and GrowthBook (`$gte`),
 * json-logic, JEXL, Segment, Elasticsearch, Unleash. Written as {@link plainName} gives them.
 */
const SYNONYMS: Readonly<Record<string, string>> = {
  // Operators.
  equal:
    '= == === eq equals equalto is isequal isequalto exact exactly exactmatch same sameas stringequals numeq streq',
  notEqual:
    '!= !== <> ne neq noteq notequals notequalto isnot isnt isnotequal isnotequalto doesnotequal doesntequal unequal strneq',
  lessThan:
    '< lt less islessthan smaller smallerthan lower lowerthan below under before isbefore dateisbefore earlier numlt',
  lessThanInclusive:
    '<= =< lte le lessthanorequal lessthanorequals lessthanorequalto lessthanequal lessthanequals lessorequal lessorequals islessthanorequal islessthanorequalto atmost nomorethan notmorethan notgreaterthan onorbefore beforeorequal numlte',
  greaterThan:
    '> gt greater isgreaterthan bigger biggerthan higher higherthan more morethan above over after isafter dateisafter later exceeds numgt',
  greaterThanInclusive:
    '>= => gte ge greaterthanorequal greaterthanorequals greaterthanorequalto greaterthanequal greaterthanequals greaterorequal greaterorequals isgreaterthanorequal isgreaterthanorequalto atleast nolessthan notlessthan onorafter afterorequal numgte',
  in: 'isin oneof isoneof isanyof anyof inlist inset memberof ismemberof equalsany equalsoneof inarray',
  notIn: 'nin isnotin isntin !in noneof isnoneof isnotoneof notoneof notinlist notinset notmemberof notinarray',
  contains: 'has includes include contain listcontains arraycontains hasitem haselement elemmatch',
  doesNotContain:
    'notcontains notcontain doesntcontain !contains notincludes doesnotinclude excludes lacks hasnot doesnothave notcontainsany',
  startsWith: 'startwith beginswith beginwith startingwith prefix hasprefix isprefixed strstartswith',
  endsWith: 'endwith endingwith suffix hassuffix strendswith',
  includesText:
    'like substring containstext textcontains stringcontains containsstring hassubstring strcontains contstext',
  matches: '=~ ~ regex regexp rlike match matchesregex matchesregexp regexmatch similarto pattern',
  exists:
    'isset isdefined defined hasvalue isknown known isnotnull notnull isnotempty notempty isnotblank present ispresent hasanyvalue notmissing',
  versionEqual: 'veq semvereq versioneq versionequals semverequal',
  versionLessThan: 'vlt semverlt versionlt semverlessthan versionbefore',
  versionLessThanInclusive:
    'vlte semverlte versionlte semverlessthanorequal versionlessthanorequal versionlessthanorequalto',
  versionGreaterThan: 'vgt semvergt versiongt semvergreaterthan versionafter',
  versionGreaterThanInclusive:
    'vgte semvergte versiongte semvergreaterthanorequal versiongreaterthanorequal versiongreaterthanorequalto',
  // Decorators.
  someFact: 'anyfact somefacts somefactof',
  everyFact: 'allfact allfacts everyfacts',
  someValue: 'anyvalue somevalues',
  everyValue: 'allvalues allvalue everyvalues',
  ignoringCase: 'ignorecase caseinsensitive insensitive nocase anycase lowercase lower',
  // Parts of conditions.
  all: 'and && allof must every conjunction',
  any: 'or || anyof should some disjunction',
  not: '! isnot mustnot negate',
  condition: 'segment segmentid insegment ref reference savedgroup',
  fact: 'field attribute attr property prop var variable trait column feature',
  operator: 'op comparator comparison cmp condition',
  value: 'values val rightvalue target',
  params: 'parameters param args arguments',
  // Types and measures.
  number: 'int integer float double decimal numeric long',
  string: 'text varchar char str keyword',
  boolean: 'bool flag',
  date: 'datetime timestamp time',
  list: 'array set tags',
  category: 'string text enum categorical',
  mean: 'avg average',
  sum: 'total',
  min: 'minimum least lowest',
  max: 'maximum most highest',
  distinct: 'unique uniquecount countdistinct distinctcount nunique',
  desc: 'descending down highest',
  asc: 'ascending up lowest',
};

/**
 * What says the same in another form than one word, where a word alone would change the meaning: as a document says it.
 */
const PHRASES: readonly (readonly [advice: string, synonyms: string])[] = [
  [
    '"operator": "exists", "value": false',
    'isnull null isempty empty isblank blank isnotset notset unset isundefined undefined notexists doesnotexist doesntexist notexist isunknown unknown missing ismissing absent novalue isnone',
  ],
  ['"operator": "equal", "value": true', 'istrue true truthy'],
  ['"operator": "equal", "value": false', 'isfalse false falsy'],
  [
    'two conditions inside "all": greaterThanInclusive for the lower end, lessThanInclusive for the upper one',
    'between isbetween inrange range within betweeninclusive',
  ],
  [
    'two conditions inside "any": lessThan for the lower end, greaterThan for the upper one',
    'notbetween outside outofrange isnotbetween notinrange',
  ],
  ['"operator": "ignoringCase:includesText"', 'ilike icontains containsignorecase'],
  ['"operator": "ignoringCase:equal"', 'iequals ieq equalsignorecase'],
  ['"operator": "not:includesText"', 'notlike notsubstring'],
  ['"operator": "not:matches"', 'notregex notregexp nregex notmatches notmatch doesnotmatch doesntmatch !~'],
  ['"operator": "not:startsWith"', 'doesnotstartwith doesntstartwith notstartswith'],
  ['"operator": "not:endsWith"', 'doesnotendwith doesntendwith notendswith'],
  ['"operator": "someFact:in" where the fact is a list', 'containsany hasany intersects overlaps containsoneof'],
  ['"operator": "everyValue:contains" where the fact is a list', 'containsall hasall containsevery supersetof'],
  ['{"not": {"any": […]}}', 'none nor noneof noneare'],
  ['{"not": {"all": […]}}', 'nand notall'],
];

const WORDS: ReadonlyMap<string, readonly string[]> = bySynonym(Object.entries(SYNONYMS));
const ADVICE: ReadonlyMap<string, readonly string[]> = bySynonym(PHRASES);

function bySynonym(entries: readonly (readonly [meant: string, synonyms: string])[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [meant, synonyms] of entries) {
    for (const synonym of synonyms.split(' ')) found.set(synonym, [...(found.get(synonym) ?? []), meant]);
  }
  return found;
}

/** A name without what only tells spellings apart: `$gte`, `greater_than` and `GREATER-THAN` lose their marks and case. */
function plainName(written: string): string {
  return written
    .slice(0, LONGEST)
    .toLowerCase()
    .replaceAll(/[\s$_\-.@]/g, '');
}

const LONGEST = 64;

/** The known name that other rule languages spell so; undefined where there is none. */
export function synonymOf(written: string, known: Iterable<string>): string | undefined {
  const meant = WORDS.get(plainName(written));
  if (meant === undefined) return undefined;
  const names = new Set(known);
  return meant.find((name) => names.has(name));
}

/**
 * How a document says what other rule languages say with this word, where no single word says the same: `between`,
 * `isEmpty`, `none`. A part of a document or a phrase, to be shown as what was expected.
 *
 * @param known the names that may stand here; advice that names another operator is not given
 */
export function adviceFor(written: string, known: Iterable<string>): string | undefined {
  const names = new Set(known);
  return ADVICE.get(plainName(written))?.find((advice) => namesIn(advice).every((name) => names.has(name)));
}

/** The operators and groups that advice names. */
function namesIn(advice: string): readonly string[] {
  const operators = [...advice.matchAll(/"operator": "(?:\w+:)*(\w+)"/g)];
  const groups = advice.startsWith('{') ? [...advice.matchAll(/"(\w+)":/g)] : [];
  return [...operators, ...groups].flatMap(([, name]) => name ?? []);
}

/** True for a word of Strata's documents that other rule languages call otherwise. */
function isLanguageWord(name: string): boolean {
  return Object.hasOwn(SYNONYMS, name);
}

/** True where other rule languages use the word: it is in the tables above. */
function isSynonym(written: string): boolean {
  const plain = plainName(written);
  return WORDS.has(plain) || ADVICE.has(plain);
}
