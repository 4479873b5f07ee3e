import { type z } from 'zod';
import { isNobody, isPlainText, momentOf } from '#strata/profiles/calls';
import {
  type decisionRequestSchema,
  type eventSchema,
  LONGEST_NAME,
  MOST_EVENTS,
  MOST_PURPOSES,
} from './request.schema.js';

type Body = z.output<typeof decisionRequestSchema>;
type Event = z.output<typeof eventSchema>;

/**
 * What the schema would give for a body that is right and usual; null for every other, which is the schema's to read: it
 * knows all forms and says what is wrong. It takes five times as long, most of it for objects of its own.
 */
export function readPlainBody(body: unknown): Body | null {
  if (!isPlainObject(body) || body['userId'] === undefined) return null;
  for (const member of Object.keys(body)) if (!isRight(member, body[member])) return null;
  if (body['events'] === undefined) return body as Body;
  const events = (body['events'] as readonly unknown[]).map(readEvent);
  return events.every((event) => event !== null) ? ({ ...body, events } as Body) : null;
}

function isRight(member: string, value: unknown): boolean {
  switch (member) {
    case 'userId':
      return isName(value) && !isNobody(value);
    case 'strategy':
      return isName(value);
    case 'facts':
    case 'context':
      return isPlainObject(value);
    case 'events':
      return Array.isArray(value) && value.length <= MOST_EVENTS;
    case 'consent':
      return Array.isArray(value) && value.length <= MOST_PURPOSES && value.every(isName);
    case 'dryRun':
      return typeof value === 'boolean';
    case 'explain':
      return value === 'none' || value === 'summary' || value === 'full';
    default:
      return false;
  }
}

function readEvent(event: unknown): Event | null {
  if (!isPlainObject(event)) return null;
  const { name, at, properties, ...others } = event;
  if (!isName(name) || Object.keys(others).length > 0) return null;
  if (properties !== undefined && !isPlainObject(properties)) return null;
  const moment = isMoment(at) ? momentOf(at) : undefined;
  if (at !== undefined && moment === undefined) return null;
  return { name, ...(moment === undefined ? {} : { at: moment }), ...(properties === undefined ? {} : { properties }) };
}

/** Characters; longer ones are for the schema. */
const LONGEST_USUAL_MOMENT = 40;

function isMoment(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= LONGEST_USUAL_MOMENT);
}

const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;

function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_NAME) return false;
  return PRINTABLE_ASCII.test(value) || isPlainText(value);
}

/** As JSON makes them; the schema leaves a member `__proto__` out. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    !Object.hasOwn(value, '__proto__')
  );
}
