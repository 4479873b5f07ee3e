import { answerOf, createClient } from '#client';

export { answerOf, Refusal } from '#client';

/** The server that this page came from; the browser sends the cookie of who signed in. */
export const api = createClient({ url: window.location.origin });

/** The same for what takes minutes, and can be stopped. */
export const patientApi = createClient({ url: window.location.origin, timeoutMs: 300_000 });

/** The engine speaks the language of the page. */
for (const client of [api, patientApi]) {
  client.use({
    onRequest({ request }) {
      request.headers.set('Accept-Language', document.documentElement.lang);
      return request;
    },
  });
}

interface CalledFact {
  readonly words: string;
  readonly translations?: Readonly<Record<string, { readonly words: string } | undefined>>;
}

/** What a fact is called in the language of the page. */
function calledIn({ words, translations }: CalledFact): string {
  return translations?.[document.documentElement.lang]?.words ?? words;
}

/** The published documents of each collection, each with its id. @throws Refusal where the server refused */
export const COLLECTIONS = {
  strategies: { all: async () => (await answerOf(api.GET('/v1/strategies'))).strategies },
  segments: { all: async () => (await answerOf(api.GET('/v1/segments'))).segments },
  facts: {
    all: async () => {
      const { facts } = await answerOf(api.GET('/v1/facts'));
      return Object.entries(facts).map(([id, fact]) => ({ ...fact, id, title: calledIn(fact) }));
    },
  },
  campaigns: { all: async () => (await answerOf(api.GET('/v1/campaign-documents'))).campaigns },
  models: { all: async () => (await answerOf(api.GET('/v1/models'))).models },
  analyses: { all: async () => (await answerOf(api.GET('/v1/analyses'))).analyses },
} as const;
/** A kind of document that is published. */
export type Collection = keyof typeof COLLECTIONS;
