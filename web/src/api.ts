import { answerOf, createClient } from '#client';

export { answerOf, type AnswerOf, Refusal } from '#client';

/** The server that this page came from; the browser sends the cookie of who signed in. */
export const api = createClient({ url: window.location.origin });

/** @throws Refusal where the server refused */
export const strategies = () => answerOf(api.GET('/v1/strategies')).then((answer) => answer.strategies);
/** @throws Refusal where the server refused */
export const segments = () => answerOf(api.GET('/v1/segments')).then((answer) => answer.segments);
