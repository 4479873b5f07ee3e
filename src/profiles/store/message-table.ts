import { type EntityManager } from 'typeorm';
import { type Call } from '../calls/index.js';

/** A message that is no event. */
export interface Message {
  /** The id that it was sent under. */
  readonly id: string;
  readonly kind: 'identify' | 'alias' | 'consent' | 'suppression';
  readonly messageId: string;
}

/**
 * Remembers messages, which are kept in mind for as long as their person is kept.
 *
 * Of two transactions with the same message the second waits for the first, and takes it for its own only where that one
 * failed.
 *
 * @returns those that nobody has sent before
 */
export async function rememberMessages(
  manager: EntityManager,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const unique = new Map(messages.map((message) => [keyOf(message), message]));
  if (unique.size === 0) return [];
  const sent = [...unique.values()];
  const rows: Message[] = await manager.query(
    `insert into received_messages (user_id, kind, message_id)
     select * from unnest($1::text[], $2::text[], $3::text[]) as sent (user_id, kind, message_id) order by 1, 2, 3
     on conflict do nothing
     returning user_id as id, kind, message_id as "messageId"`,
    [sent.map(({ id }) => id), sent.map(({ kind }) => kind), sent.map(({ messageId }) => messageId)],
  );
  return rows;
}

/** The calls but for those whose message came before, in an earlier batch or in this one. Events are told apart later. */
export async function withoutRepeated(manager: EntityManager, calls: readonly Call[]): Promise<readonly Call[]> {
  const fresh = new Set((await rememberMessages(manager, calls.flatMap(messageOf))).map(keyOf));
  return calls.filter((call) => {
    const [message] = messageOf(call);
    // The first of a batch takes the key with it.
    return message === undefined || fresh.delete(keyOf(message));
  });
}

function messageOf(call: Call): readonly Message[] {
  if (call.kind === 'track' || call.messageId === undefined) return [];
  return [{ id: call.id, kind: call.kind, messageId: call.messageId }];
}

function keyOf({ id, kind, messageId }: Message): string {
  return JSON.stringify([id, kind, messageId]);
}
