/**
 * What a team would build instead: Fastify, json-rules-engine over the same strategies' conditions, and pg. With
 * GUARANTEES=all the person's cap, stock and budget are checked and the row is written in one transaction a request; with
 * GUARANTEES=none the row is written and nothing is checked.
 */
import Fastify from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { type Candidate, candidatesOf, choose, type PeerDecision } from './decide.js';
import { eligibleOffers, type PeerRequest } from './eligible-offers.js';
import { PeerLog, type Row } from './log.js';
import { readRules } from './rules.js';

const rules = readRules(process.env['RULES_DIR']!);
const find = eligibleOffers(rules);
const log = await PeerLog.open(process.env['DATABASE_URL']!, rules);
const isGuaranteed = process.env['GUARANTEES'] === 'all';

const text = { type: 'string', minLength: 1, maxLength: 200 } as const;
const BODY = {
  type: 'object',
  required: ['userId'],
  additionalProperties: false,
  properties: {
    userId: text,
    strategy: text,
    facts: { type: 'object' },
    events: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'at'],
        properties: { name: text, at: text, properties: { type: 'object' } },
      },
    },
    consent: { type: 'array', items: text },
  },
} as const;

const fastify = Fastify();
fastify.post<{ Body: PeerRequest }>('/v1/decisions', { schema: { body: BODY } }, async ({ body }, reply) => {
  void reply.type('application/json; charset=utf-8');
  return await decide(body);
});
const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
process.stderr.write(`${JSON.stringify({ url })}\n`);

/** The answer, once it is in the log. */
async function decide(body: PeerRequest): Promise<string> {
  const at = new Date();
  const candidates = await candidatesOf(find, body, at.getTime());
  const refused = new Set<string>();
  for (;;) {
    const decision = choose(candidates, body.userId, refused);
    const row = rowOf(body, decision, at);
    if (!isGuaranteed || decision.outcome !== 'offer' || decision.candidate === null) {
      await log.insert(row);
      return row.answer;
    }
    const what = await log.insertWithOffer(row, decision.candidate);
    if (what === null) return row.answer;
    refused.add(what);
  }
}

function rowOf(body: PeerRequest, { outcome, candidate }: PeerDecision, at: Date): Row {
  const id = uuidv7();
  const strategy = candidate?.strategy.id ?? null;
  const offer = outcome === 'offer' && candidate !== null ? offerOf(candidate) : null;
  const answer = JSON.stringify({ id, userId: body.userId, at, outcome, strategy, offer });
  return { id, userId: body.userId, at, strategy, outcome, request: JSON.stringify(body), answer };
}

function offerOf({ offer: { id, title }, expected }: Candidate): object {
  return { id, title, expected };
}
