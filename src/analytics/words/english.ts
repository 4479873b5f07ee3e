import { fixedWords } from '#strata/kernel';
import { fixed, percent } from '#strata/platform/pages';

/** What analyses say beside their reports, in English; another language has the same phrases. */
export const ENGLISH = {
  /** Why an item stands in a list. */
  recommended: {
    popular: 'popular with others',
    popularInCategory: 'popular in the same category',
    chosen: 'chosen for you',
    because: (items: readonly string[]) => `because of ${items.join(' and ')}`,
    similar: (item: string) => `similar to ${item}`,
    unknown: 'nothing is known of it yet',
    fresh: 'new: nothing is known of it yet',
    freshLike: (item: string) => `new, and like ${item}`,
  },
  personas: {
    name: (number: string) => `Persona ${number}`,
    everybody: 'like everybody',
    often: { seldom: 'seldom', mostly: 'mostly', more: 'more often' },
    /** @param of a fact in words, which holds so often */
    trait: (often: string, of: string) => `${often} ${of}`,
    traits: (words: readonly string[]) => words.join(', '),
  },
  /** That a result is no better than the simplest other way. Shares are 0 to 1. */
  warnings: {
    onePersona: 'There are no two personas to tell apart.',
    equalParts: (explained: number, fact: string, parts: number | null) =>
      `The personas hold ${percent(explained, 0)} of the differences among people, equal parts by ${fact} ${percent(parts, 0)}.`,
    cloud: (silhouette: number, cloud: number) =>
      `The personas are no farther apart (silhouette ${fixed(silhouette, 2)}) than parts of a cloud without groups (${fixed(cloud, 2)}).`,
    asSoFar: (rule: number | null, model: number | null) =>
      `The rule that everybody goes on as so far was off by ${fixed(rule, 3)} purchases a customer, and the model by ${fixed(model, 3)}: it foretells no more exactly.`,
    unsteady: (removal: number, last: number) =>
      `The credit by removal moved by ${percent(removal)} between the halves of the time, that of the last touch by ${percent(last)}.`,
    /** @param ndcg of lists of so many places: the model's, and that of what is popular */
    popularity: (places: number, ndcg: { readonly model: number; readonly popular: number }) =>
      `It is not shown to be better than recommending to everybody what is popular: nDCG@${String(places)} ${fixed(ndcg.model, 3)} beside ${fixed(ndcg.popular, 3)}.`,
    /** @param errors as shares of the range, in words */
    weeks: (weeks: number, model: string, better: { readonly name: string; readonly error: string }) =>
      `On the last ${fixedWords(weeks, 0)} weeks the model is off by ${model} of the range, ${better.name} by ${better.error}.`,
  },
};
export type AnalysisPhrases = typeof ENGLISH;
