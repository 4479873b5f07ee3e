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
  /** A condition: it is a null among the items of a list. */
  readonly isNull?: string;
  /** A condition: there is no value. */
  readonly isMissing?: string;
}

/**
 * How a database says what conditions and derived facts need where standard SQL does not. Numbers are double precision,
 * texts and dates text, and lists what the dialect's file says; expressions come in as they may stand in a comparison.
 * What a dialect cannot say as exactly as the engine means it is refused (`INVALID_DOCUMENT`), never said nearly.
 */
export interface ConditionDialect {
  /** As people call it. */
  readonly title: string;
  /** A name of a column or a table, as it is written. */
  name(name: string): string;
  /** A storable text as a literal. */
  text(text: string): string;
  /** The type of floating point numbers, as casts name it. */
  readonly double: string;
  /** A number that is infinite. */
  infinity(sign: '' | '-'): string;
  /** One number divided by another, both expressions: NULL where the other is 0 or floating point cannot hold it. */
  quotient(part: string, whole: string): string;
  /** What follows a comparison of texts so that it goes by code point. */
  readonly byCodePoint: string;
  /** Whether a text has a part that matches a pattern of POSIX classes, which all databases read alike. */
  matches(text: string, pattern: string): string;
  /** The number that a decimal text stands for; null where the database reads some texts as another number than the engine. */
  readonly decimal: ((text: string) => string) | null;
  /** The whole number that some digits of a text stand for. */
  integer(digits: string): string;
  /** Days since 1970, as a 64-bit integer, of a text that begins with a date of the years 1 to 9999. */
  days(text: string): string;
  /** The digits after the seconds of a moment's text, three at most; NULL without any. */
  fraction(text: string): string;
  /** A text whose characters that stand in the one literal are replaced by those of the other. */
  translate(text: string, from: string, to: string): string;
  readonly textTests: Readonly<
    Record<'startsWith' | 'endsWith' | 'includesText', (text: string, part: string) => string>
  >;
  /** How many items a list has; NULL where there is no list. */
  listLength(list: string): string;
  /** An item of a list, by its place from 0. */
  itemAt(list: string, place: string): SqlScalar;
  /** Whether some item of a list passes a test; `name` is a name that no other list in the condition has. Never NULL. */
  someItem(list: string, name: string, test: (item: SqlScalar) => string): string;
}
