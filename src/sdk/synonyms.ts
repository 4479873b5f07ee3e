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
export function plainName(written: string): string {
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
export function isLanguageWord(name: string): boolean {
  return Object.hasOwn(SYNONYMS, name);
}

/** True where other rule languages use the word: it is in the tables above. */
export function isSynonym(written: string): boolean {
  const plain = plainName(written);
  return WORDS.has(plain) || ADVICE.has(plain);
}
