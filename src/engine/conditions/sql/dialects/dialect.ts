import { type TextTestName } from '../../language/operators.js';

/**
 * A value in SQL, taken apart by what it may be at run time: an expression a kind, NULL where the value is of another
 * one. What is absent cannot be.
 */
export interface SqlScalar {
  readonly number?: string;
  readonly text?: string;
  readonly boolean?: string;
  /** The text itself, where it is a constant. */
  readonly constantText?: string;
  /** A condition: it is JSON's null. */
  readonly isNull?: string;
  /** A condition: there is no value. */
  readonly isMissing?: string;
}

/**
 * How a database says what conditions need where standard SQL does not. Numbers are double precision, texts and dates
 * text, lists the database's JSON; expressions come in as they may stand in a comparison. What a dialect cannot say as
 * exactly as the engine means it, its conditions are refused (`INVALID_DOCUMENT`), never said nearly.
 */
export interface ConditionDialect {
  /** A storable text as a literal. */
  text(text: string): string;
  /** What follows a comparison of texts so that it goes by code point. */
  readonly byCodePoint: string;
  /** Whether a text has a part that matches a pattern of POSIX classes, which all databases read alike. */
  matches(text: string, pattern: string): string;
  /** The number that a decimal text stands for. */
  decimal(text: string): string;
  /** The whole number that some digits of a text stand for. */
  integer(digits: string): string;
  /** The date of a text that begins with one, as the database's type. */
  date(text: string): string;
  /** The digits after the seconds of a moment's text, three at most; NULL without any. */
  fraction(text: string): string;
  readonly textTests: Readonly<Record<TextTestName, (text: string, part: string) => string>>;
  /** How many items a list has. */
  listLength(list: string): string;
  /** An item of a list, by its place from 0. */
  itemAt(list: string, place: string): string;
  /** What an item of {@link ConditionDialect.itemAt} is. */
  item(item: string): SqlScalar;
  /** Whether some item of a list passes a test; `name` is a name that no other list in the condition has. Never NULL. */
  someItem(list: string, name: string, test: (item: SqlScalar) => string): string;
}
