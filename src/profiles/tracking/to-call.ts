import { randomUUID } from 'node:crypto';
import { type z } from 'zod';
import { textDigest } from '#strata/kernel';
import { parseRequest } from '#strata/platform/http';
import { StrataError } from '#sdk';
import { type Call, type ConsentWord, type IdentifyCall, type Properties, type TrackCall } from '../calls/index.js';
import { correctedTime, type MessageMoments, wordTimes, type WordTimes } from './clock.js';
import { consentTraitSchema, MESSAGES, type MessageType } from './message.schema.js';

/** When a message came, and when its batch was sent by the sender's clock; milliseconds since 1970, UTC. */
export interface Received {
  readonly at: number;
  readonly sent: number | undefined;
}

/** A message of the tracking API as a call. @throws StrataError INVALID_REQUEST */
export function toCall(type: MessageType, body: unknown, received: Received): Call {
  switch (type) {
    case 'identify':
      return identifyCall(body, received);
    case 'track': {
      const message = parseRequest(MESSAGES.track, body);
      return trackCall(message, received, { name: message.event, properties: message.properties ?? {} });
    }
    case 'page':
    case 'screen': {
      const message = parseRequest(MESSAGES.page, body);
      return trackCall(message, received, { name: `${type}_viewed`, properties: viewProperties(message) });
    }
    case 'group': {
      const { groupId, traits = {}, ...message } = parseRequest(MESSAGES.group, body);
      return trackCall(message, received, { name: 'group_joined', properties: { groupId, traits } });
    }
    case 'alias': {
      const message = parseRequest(MESSAGES.alias, body);
      const { userId: id, previousId } = message;
      const { said } = wordTimes(momentsOf(message, received));
      return { kind: 'alias', ...named(message, body, received), id, previousId, at: said };
    }
  }
}

/** The type of a message of a batch. @throws StrataError INVALID_REQUEST */
export function typeOf(message: unknown): MessageType {
  const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
  if (typeof type === 'string' && Object.hasOwn(MESSAGES, type)) return type as MessageType;
  const expected = Object.keys(MESSAGES).join(', ');
  throw new StrataError('INVALID_REQUEST', 'The message has no type that is known here.', {
    problems: [{ message: 'The message has no type that is known here.', pointer: '/type', expected }],
  });
}

type Common = Pick<
  z.infer<typeof MESSAGES.track>,
  'messageId' | 'userId' | 'anonymousId' | 'timestamp' | 'originalTimestamp' | 'sentAt'
>;

/** A word about consent must not be lost where it stands in a place that nobody reads. */
function refuseStrayConsent(body: unknown): void {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'consent')) return;
  const message = 'Consent does not stand here.';
  const expected = 'traits.consent, or context.consent.categoryPreferences';
  throw new StrataError('INVALID_REQUEST', message, { problems: [{ message, pointer: '/consent', expected }] });
}

function identifyCall(body: unknown, received: Received): IdentifyCall {
  refuseStrayConsent(body);
  const message = parseRequest(MESSAGES.identify, body);
  const { consent, ...traits } = { ...message.traits };
  const { consent: remembered, ...others } = { ...message.context?.traits };
  const preferences = message.context?.consent?.categoryPreferences ?? {};
  const times = wordTimes(momentsOf(message, received));
  return {
    kind: 'identify',
    ...named(message, body, received),
    id: idOf(message),
    anonymousId: message.userId === undefined ? null : (message.anonymousId ?? null),
    traits: { ...others, ...traits },
    consent: wordsOf(
      { ...withdrawnIn(remembered), ...preferences, ...choicesOf(consent, ['traits', 'consent']) },
      times,
    ),
    at: times.said,
  };
}

function choicesOf(consent: unknown, at: readonly string[]): Readonly<Record<string, boolean>> {
  return consent === undefined || consent === null ? {} : parseRequest(consentTraitSchema, consent, at);
}

/**
 * The withdrawals among `context.traits`. Clients that put traits there send all that they remember with every call: what
 * was granted once may have been withdrawn elsewhere since.
 */
function withdrawnIn(consent: unknown): Readonly<Record<string, boolean>> {
  const choices = Object.entries(choicesOf(consent, ['context', 'traits', 'consent']));
  return Object.fromEntries(choices.filter(([, granted]) => !granted));
}

function wordsOf(choices: Readonly<Record<string, boolean>>, { said, withdrawn }: WordTimes): readonly ConsentWord[] {
  return Object.entries(choices).map(([purpose, granted]) => ({
    purpose,
    granted,
    source: 'identify',
    at: granted ? said : withdrawn,
  }));
}

/**
 * The id of a message that says who somebody is or what is known about him: its own, else what it says, where it says when.
 * The same bytes are the same message then, however often they are sent.
 */
function named(message: Common, body: unknown, { sent }: Received): Pick<IdentifyCall, 'messageId'> {
  if (message.messageId !== undefined) return { messageId: message.messageId };
  const { timestamp, originalTimestamp, sentAt } = message;
  if ([timestamp, originalTimestamp, sentAt, sent].every((moment) => moment === undefined)) return {};
  const text = JSON.stringify([body, sent ?? null]);
  return { messageId: `said-${textDigest(text)}` };
}

function trackCall(message: Common, received: Received, event: Pick<TrackCall, 'name' | 'properties'>): TrackCall {
  return {
    kind: 'track',
    id: idOf(message),
    messageId: message.messageId ?? randomUUID(),
    ...event,
    at: correctedTime(momentsOf(message, received)),
  };
}

function viewProperties({ name, category, properties = {} }: z.infer<typeof MESSAGES.page>): Properties {
  return { ...properties, ...(name === undefined ? {} : { name }), ...(category === undefined ? {} : { category }) };
}

function idOf({ userId, anonymousId }: Common): string {
  const id = userId ?? anonymousId;
  if (id !== undefined) return id;
  throw new StrataError('INVALID_REQUEST', 'The message names nobody.', {
    problems: [
      {
        message: 'The message names nobody.',
        pointer: '/userId',
        expected: 'userId or anonymousId, and not a word for nothing such as null or undefined',
      },
    ],
  });
}

function momentsOf({ timestamp, originalTimestamp, sentAt }: Common, received: Received): MessageMoments {
  return { happened: timestamp ?? originalTimestamp, sent: sentAt ?? received.sent, received: received.at };
}
