import { Command } from '@nestjs/cqrs';
import { type Answer } from '../log/index.js';

/** Decide for one user, durably. */
export class DecideCommand extends Command<Answer> {
  constructor(
    /** The body as it was sent, not yet checked. */
    readonly body: unknown,
    /** The caller's Idempotency-Key, where one was sent. */
    readonly idempotencyKey: string | null = null,
    /** A row of a batch gets no search for its nearest change: there may be a thousand, and its explanation has it. */
    readonly as: 'request' | 'row' = 'request',
  ) {
    super();
  }
}
