import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { SWITCHES } from '#strata/engine';
import { plainText } from '#strata/profiles/calls';
import { type SwitchState } from './strategy-switches.js';

const switchSchema = z
  .enum(SWITCHES)
  .describe(
    '`stop`: the strategy makes no offers; `fixedArms`: no policy chooses, arms by a policy decide as the model does.',
  );

const reason = plainText(500).describe('Why, for whoever asks later: decisions and the audit log tell it.');

/** The body of `POST /v1/strategies/{id}/stop`. */
export class StopBody extends createZodDto(z.strictObject({ reason, switch: switchSchema.default('stop') })) {}

/** The body of `POST /v1/strategies/{id}/resume`. */
export class ResumeBody extends createZodDto(
  z.strictObject({ reason, switch: switchSchema.optional().describe('Everything that is off unless told.') }),
) {}

export const switchedOffSchema = z.array(
  z.strictObject({ switch: switchSchema, by: z.string(), reason: z.string(), since: z.iso.datetime() }),
);

/** What stopping and resuming answer. */
export const switchStateSchema = z
  .strictObject({
    strategy: z.string(),
    changed: z.boolean().describe('False where it was so already.'),
    switchedOff: switchedOffSchema.describe('What is off now, by whom, why and since when.'),
  })
  .meta({ id: 'StrategySwitches' });

/** What `GET /v1/switches` answers. */
export const allSwitchesSchema = z.strictObject({
  strategies: z.array(z.strictObject({ strategy: z.string(), switchedOff: switchedOffSchema })),
});

/** The state of a strategy's switches as the API answers it. */
export function shownSwitches({ strategy, changed, switchedOff }: SwitchState): z.infer<typeof switchStateSchema> {
  return { strategy, changed, switchedOff: shownSwitchedOff(switchedOff) };
}

/** What is off as the API answers it. */
export function shownSwitchedOff(switchedOff: SwitchState['switchedOff']): z.infer<typeof switchedOffSchema> {
  return switchedOff.map((each) => ({ ...each, since: new Date(each.since).toISOString() }));
}
