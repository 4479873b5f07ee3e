import { type Language } from '#strata/kernel/texts';
import { campaignPhrases } from '../../words/index.js';
import { type PreparedAudience } from './audience.js';

type LeftOut = Pick<PreparedAudience, 'nameless' | 'duplicates'> & { readonly unknown?: number };

/** What is said of rows and people that were left out. */
export function rowNotes({ nameless, duplicates, unknown = 0 }: LeftOut, language?: Language): readonly string[] {
  const { rows } = campaignPhrases(language);
  return [
    ...(nameless === 0 ? [] : [rows.nameless(nameless)]),
    ...(duplicates === 0 ? [] : [rows.doubles(duplicates)]),
    ...(unknown === 0 ? [] : [rows.unknown(unknown)]),
  ];
}

/** The notes of an audience in a language, as far as its figures say what they say; others stay as they are. */
export function audienceNotes(
  { notes, ...leftOut }: LeftOut & Pick<PreparedAudience, 'notes'>,
  language?: Language,
): readonly string[] {
  const [known, told] = [rowNotes(leftOut), rowNotes(leftOut, language)];
  return notes.map((note) => told[known.indexOf(note)] ?? note);
}
