import { SetMetadata } from '@nestjs/common';

/** What a key may do: `service` decides and reports, `marketer` edits documents and campaigns, `admin` may everything. */
export const ROLES = ['service', 'marketer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const ROLES_METADATA = 'strata:roles';

/** Opens an endpoint (or all of a controller) to these roles; `admin` is always among them. */
export const Roles = (...roles: readonly Role[]) => SetMetadata(ROLES_METADATA, roles);

/** Opens an endpoint to everybody, without a key: health and the API's description. */
export const Public = () => SetMetadata(ROLES_METADATA, 'public');
