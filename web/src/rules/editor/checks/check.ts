import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../../api.js';
import { type Language } from '../../../words/language.js';
import { stepsOf, valueAt } from '../at-path.js';
import { type EditedCollection } from '../collections.js';
import { pause } from '../pause.js';

type Answer = AnswerOf<'/v1/segments/{id}/validate', 'post'>;
/** A document in sentences. */
export type Explained = NonNullable<Answer['explained']>;
/** Where a document is wrong, and what would be right. */
export type Problem = Answer['problems'][number] & {
  /** Nothing was written there yet. */
  readonly isEmpty?: boolean;
};
/** What a server says of a document that is not published. */
export type Checked = Omit<Answer, 'problems'> & { readonly problems: readonly Problem[] };

/** Which document is checked. */
export interface CheckedDocument {
  readonly collection: EditedCollection;
  readonly id: string;
  readonly document: object;
}

const PAUSE_MS = 300;

/** What the server says of a document among those that are published; of the last one while that is not known yet. */
export function checkQuery({ collection, id, document }: CheckedDocument, language: Language) {
  return queryOptions({
    queryKey: ['check', language, collection, id, document],
    queryFn: async ({ signal }) => {
      await pause(PAUSE_MS, signal);
      const checked = await check(collection, { params: { path: { id } }, body: document, signal });
      return {
        ...checked,
        problems: checked.problems.map((problem) => ({ ...problem, isEmpty: isEmptyIn(document, problem) })),
      };
    },
    retry: false,
    staleTime: 30_000,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
  });
}

function isEmptyIn(document: object, { file, pointer = '' }: Problem): boolean {
  return file === undefined && valueAt(document, stepsOf(pointer)) === '';
}

interface Asked {
  readonly params: { readonly path: { readonly id: string } };
  readonly body: object;
  readonly signal: AbortSignal;
}

const PATHS = {
  facts: '/v1/facts/{id}/validate',
  segments: '/v1/segments/{id}/validate',
  models: '/v1/models/{id}/validate',
  strategies: '/v1/strategies/{id}/validate',
  campaigns: '/v1/campaign-documents/{id}/validate',
  analyses: '/v1/analyses/{id}/validate',
} as const;

function check(collection: EditedCollection, asked: Asked): Promise<Answer> {
  // What is checked need not have the form of a document: that is what is checked.
  return answerOf(api.POST(PATHS[collection] as '/v1/segments/{id}/validate', asked as never));
}
