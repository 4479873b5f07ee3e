import { Command } from '@nestjs/cqrs';
import { type Answer } from './log/answer.js';

/** Decide for one user, durably. */
export class DecideCommand extends Command<Answer> {
  constructor(
    /** The body as it was sent, not yet checked. */
    readonly body: unknown,
    /** The caller's Idempotency-Key, where one was sent. */
    readonly idempotencyKey: string | null = null,
  ) {
    super();
  }
}
