import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { reportTextIn } from '#strata/platform/messages';
import { type Markup, retold } from '#strata/platform/pages';
import { type ReadReport, type ReportCell, type ReportPart } from '../contract/index.js';

/** The words of reports in a language, by their English. */
export function wordsIn(language: Language): (text: string) => string {
  return (text) => reportTextIn(language, text);
}

/** A report told in a language, with its charts; what the catalogue does not know stays as it is. */
export function readIn(language: Language, read: ReadReport): ReadReport {
  if (language === DEFAULT_LANGUAGE) return read;
  const tell = wordsIn(language);
  return {
    subject: tell(read.subject),
    answer: read.answer.map(tell),
    parts: read.parts.map((part) => partIn(part, tell)),
    notes: read.notes.map(tell),
  };
}

function partIn({ title, sentences, table, figure }: ReportPart, tell: (text: string) => string): ReportPart {
  const cells = (row: readonly ReportCell[]) => row.map((cell) => cellIn(cell, tell));
  return {
    title: tell(title),
    ...(sentences === undefined ? {} : { sentences: sentences.map(tell) }),
    ...(table === undefined
      ? {}
      : { table: { caption: tell(table.caption), head: cells(table.head), rows: table.rows.map(cells) } }),
    ...(figure === undefined ? {} : { figure: figureIn(figure, tell) }),
  };
}

function cellIn(cell: ReportCell, tell: (text: string) => string): ReportCell {
  return typeof cell === 'string' ? tell(cell) : { figure: tell(cell.figure), below: tell(cell.below) };
}

function figureIn(figure: Markup, tell: (text: string) => string): Markup {
  return retold(figure, (text) => {
    const told = tell(text);
    const [title = '', ...description] = text.split('. ');
    // A chart is labelled by its title and what it shows.
    return told === text && description.length > 0 ? `${tell(title)}：${tell(description.join('. '))}` : told;
  });
}
