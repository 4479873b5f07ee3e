import { type Language } from '#strata/kernel/texts';
import { problemsIn } from '#strata/platform/messages';
import { type Validation } from '../checks/index.js';
import { type ExplainedDocument, explainDocument } from '../explain/index.js';

/** What a check found. */
export interface ValidateAnswer extends Pick<Validation, 'problems' | 'warnings'> {
  readonly valid: boolean;
  /** The document that was asked for in sentences; null where none was, or the documents are not valid. */
  readonly explained: ExplainedDocument | null;
}

/** @param explain the document to tell, as `explainDocument` names it; none where it is undefined */
export function validateAnswer(
  { documents, problems, warnings }: Validation,
  explain: string | undefined,
  language: Language,
): ValidateAnswer {
  const explained = documents === null || explain === undefined ? null : explainDocument(documents, explain, language);
  return {
    valid: documents !== null,
    problems: problemsIn(language, problems),
    warnings: problemsIn(language, warnings),
    explained,
  };
}
