import { answerOf, createClient } from '#client';

export { answerOf, Refusal } from '#client';

/** The server that this page came from; the browser sends the cookie of who signed in. */
export const api = createClient({ url: window.location.origin });

/** The engine speaks the language of the page. */
api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang);
    return request;
  },
});

/** How the documents of each collection are read. @throws Refusal where the server refused */
export const COLLECTIONS = {
  strategies: {
    all: async () => (await answerOf(api.GET('/v1/strategies'))).strategies,
    one: (id: string) => answerOf(api.GET('/v1/strategies/{id}', { params: { path: { id } } })),
  },
  segments: {
    all: async () => (await answerOf(api.GET('/v1/segments'))).segments,
    one: (id: string) => answerOf(api.GET('/v1/segments/{id}', { params: { path: { id } } })),
  },
} as const;
/** A kind of document that is published. */
export type Collection = keyof typeof COLLECTIONS;
