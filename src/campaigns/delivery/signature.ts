import { createHmac } from 'node:crypto';
import { StrataError } from '#sdk';

/** A message that is signed. */
export interface SignedMessage {
  /** The same for every attempt: by it a receiver knows what it has already. */
  readonly id: string;
  /** Of the attempt: milliseconds since 1970, UTC. */
  readonly at: number;
  readonly body: string;
}

/**
 * The headers of a message by Standard Webhooks 1.0.0: HMAC-SHA256 of `id.timestamp.body`, with each of the keys, so that a
 * receiver may change over from one to the other.
 */
export function signedHeaders(
  { id, at, body }: SignedMessage,
  keys: readonly Buffer[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1_000));
  const text = `${id}.${timestamp}.${body}`;
  const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(text).digest('base64')}`);
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/**
 * The keys of a secret: `whsec_` and 24 to 64 bytes as Base64; several are divided by blanks.
 *
 * @param name of the variable that holds it, for the message; what it holds is never repeated
 * @throws StrataError BAD_CONFIGURATION
 */
export function keysOf(secret: string | undefined, name: string): readonly Buffer[] {
  const keys = (secret ?? '').split(/\s+/).filter(Boolean).map(keyOf);
  if (keys.length > 0 && keys.every((key) => key !== null)) return keys;
  const message = secret === undefined ? `${name} is not set` : `${name} holds no secret of webhooks`;
  throw new StrataError('BAD_CONFIGURATION', `${message}.`, {
    problems: [{ message, expected: 'whsec_ and 24 to 64 bytes as Base64; several divided by blanks' }],
  });
}

function keyOf(text: string): Buffer | null {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (encoded === undefined) return null;
  const key = Buffer.from(encoded, 'base64');
  return key.length >= 24 && key.length <= 64 ? key : null;
}
