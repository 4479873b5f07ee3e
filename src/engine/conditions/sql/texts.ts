import { unfolded } from '../values/case-folding.js';
import { type TextTestName } from '../language/operators.js';
import { type ConditionDialect, type SqlScalar } from '../../sql/index.js';

/** Whether a text starts with, ends with or includes another one: never NULL, false where either is no text. */
export function textTestSql(name: TextTestName, fact: SqlScalar, value: SqlScalar, dialect: ConditionDialect): string {
  if (fact.text === undefined || value.text === undefined) return 'false';
  return `coalesce(${dialect.textTests[name](`(${fact.text})`, value.text)}, false)`;
}

/**
 * How a text of the database is folded to be compared with folded constants: only the characters that fold to one of
 * theirs are changed, for no other could make it equal. No setting of the database has a say in it.
 */
export function foldingOf(constants: unknown, dialect: ConditionDialect): (text: string) => string {
  const texts = [constants].flat().filter((each): each is string => typeof each === 'string');
  const pairs = [...new Set(texts.join(''))].flatMap((to) => unfolded(to).map((from) => ({ from, to })));
  if (pairs.length === 0) return (text) => text;
  const [from, to] = [pairs.map((pair) => pair.from), pairs.map((pair) => pair.to)].map((characters) =>
    dialect.text(characters.join('')),
  );
  return (text) => dialect.translate(text, from ?? '', to ?? '');
}
