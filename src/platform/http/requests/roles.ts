import 'reflect-metadata';
import { SetMetadata, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';

/** What a key may do: `service` decides and reports, `marketer` edits documents and campaigns, `admin` everything. */
export const ROLES = ['service', 'marketer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const METADATA = 'strata:roles';
const NONE: readonly Role[] = [];

/** Opens an endpoint, or all of a controller, to these roles; `admin` is always among them. */
export const Roles = (...roles: readonly Role[]) => SetMetadata(METADATA, roles);

/** Opens an endpoint, or all of a controller, to everybody without a key: health, and the API's description. */
export const Public = () => SetMetadata(METADATA, 'public');

/** The roles of an endpoint: its own, else its controller's, else none. */
export function rolesOf(controller: Type | object, handler: object): readonly Role[] | 'public' {
  return rolesOn(handler) ?? rolesOn(controller) ?? NONE;
}

function rolesOn(target: object): readonly Role[] | 'public' | undefined {
  return Reflect.getMetadata(METADATA, target) as readonly Role[] | 'public' | undefined;
}

/** Every endpoint (`Controller.method`) of these controllers that names no role. A server must have none. */
export function endpointsWithoutRole(controllers: readonly Type[]): readonly string[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype)
      .filter((name) => isEndpoint(prototype[name]) && rolesOf(controller, prototype[name]).length === 0)
      .map((name) => `${controller.name}.${name}`);
  });
}

function isEndpoint(member: unknown): member is object {
  return typeof member === 'function' && Reflect.hasMetadata(METHOD_METADATA, member);
}
