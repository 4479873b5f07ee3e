import { z } from 'zod';

/** Which events are purchases. */
export interface PurchaseEvents {
  readonly event: string;
  /** The property that holds what was paid. */
  readonly value?: string;
}

/** Columns of a file with a row a purchase. */
export type PurchaseColumns = Readonly<{ person?: string; at?: string; value?: string }>;

const column = z.string().min(1, { error: "a column's name" });

export const purchaseEvents = z
  .strictObject({
    event: z.string().min(1, { error: "an event's name" }).describe('Name of the event that is a purchase'),
    value: z
      .string()
      .min(1, { error: "a property's name" })
      .exactOptional()
      .describe('The property that holds what was paid; without one purchases are counted'),
  })
  .describe('What a purchase is');

export const purchaseColumns = z
  .strictObject({ person: column.exactOptional(), at: column.exactOptional(), value: column.exactOptional() })
  .describe(
    'Of a file with a row a purchase: who, when and how much; user_id, at and the property of the value unless told',
  );
