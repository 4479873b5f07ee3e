import { unfolded } from '../values/case-folding.js';
import { type TextTestName } from '../language/operators.js';
import { type SqlDialect, sqlText } from '#strata/kernel';
import { type SqlScalar } from './sql-values.js';

/** Whether a text starts with, ends with or includes another one: never NULL, false where either is no text. */
export function textTestSql(name: TextTestName, fact: SqlScalar, value: SqlScalar, dialect: SqlDialect): string {
  if (fact.text === undefined || value.text === undefined) return 'false';
  return `coalesce(${FORMS[dialect][name](`(${fact.text})`, value.text)}, false)`;
}

const FORMS: Readonly<Record<SqlDialect, Record<TextTestName, (text: string, part: string) => string>>> = {
  postgres: {
    startsWith: (text, part) => `starts_with(${text}, ${part})`,
    endsWith: (text, part) => `right(${text}, length(${part})) = ${part} collate "C"`,
    includesText: (text, part) => `strpos(${text}, ${part}) > 0`,
  },
  duckdb: {
    startsWith: (text, part) => `starts_with(${text}, ${part})`,
    endsWith: (text, part) => `ends_with(${text}, ${part})`,
    includesText: (text, part) => `contains(${text}, ${part})`,
  },
};

/**
 * How a text of the database is folded to be compared with folded constants: only the characters that fold to one of
 * theirs are changed, for no other could make it equal. No setting of the database has a say in it.
 */
export function foldingOf(constants: unknown, dialect: SqlDialect): (text: string) => string {
  const texts = [constants].flat().filter((each): each is string => typeof each === 'string');
  const pairs = [...new Set(texts.join(''))].flatMap((to) => unfolded(to).map((from) => ({ from, to })));
  if (pairs.length === 0) return (text) => text;
  const [from, to] = [pairs.map((pair) => pair.from), pairs.map((pair) => pair.to)].map((characters) =>
    sqlText(characters.join(''), dialect),
  );
  return (text) => `translate(${text}, ${from ?? ''}, ${to ?? ''})`;
}
