/* global console, fetch, URL -- of Node */
import { createServer } from 'node:http';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';

/** A shop's backend: asks Strata through OpenFeature what to welcome a member with, and tells it about orders. */
const { STRATA_URL = 'http://127.0.0.1:3000', STRATA_KEY = '', PORT = '4000' } = process.env;
const headers = STRATA_KEY === '' ? {} : { authorization: `Bearer ${STRATA_KEY}` };

await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: STRATA_URL, headers: Object.entries(headers) }));
const flags = OpenFeature.getClient();

/** What the shop knows about its members; yours has a database. */
const MEMBERS = new Map([
  ['ada', { daysSinceRegistration: 3, orders: 0, agreesTo: ['marketing'] }],
  ['bob', { daysSinceRegistration: 3, orders: 0, agreesTo: [] }],
  ['cid', { daysSinceRegistration: 400, orders: 12, agreesTo: ['marketing'] }],
]);

/** The banner for a member. Where Strata is away, the default: no banner, and the page is there all the same. */
async function welcome(user) {
  const { agreesTo = [], ...facts } = MEMBERS.get(user) ?? {};
  const context = { targetingKey: user, consent: agreesTo, ...facts };
  const { value, reason, flagMetadata } = await flags.getStringDetails('welcome-free-delivery', 'none', context);
  const banner = value === 'none' ? null : { offer: value, template: flagMetadata['content.template'] };
  return { user, banner, reason, why: flagMetadata.reasonWords ?? null, decision: flagMetadata.decisionId ?? null };
}

/** An order is an event: Strata counts it for the offer before it, and spends the offer where the order used it. */
async function order({ user, id, amount, offer }) {
  const event = { userId: user, event: 'order_placed', messageId: id, properties: { amount, offer } };
  const { status } = await fetch(new URL('/v1/track', STRATA_URL), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(event),
  });
  return { id, counted: status === 200 };
}

const ROUTES = {
  'GET /welcome': ({ searchParams }) => welcome(searchParams.get('user') ?? 'nobody'),
  'POST /orders': async (_url, request) => order(JSON.parse((await request.toArray()).join(''))),
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const route = ROUTES[`${request.method} ${url.pathname}`];
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (route === undefined) return answer(404, { error: 'There is no such page.' });
  return route(url, request).then(
    (body) => answer(200, body),
    (error) => answer(500, { error: error.message }),
  );
});

server.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
