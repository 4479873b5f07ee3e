import { z } from 'zod';
import { PLUGIN_KIND_CODES, PLUGIN_KINDS, TASKS } from '#sdk';

/** `plugin.json`: what a plugin says about itself before any of its code is loaded. */
export const manifestSchema = z
  .strictObject({
    $schema: z.string().optional(),
    id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
    version: z.string().regex(/^\d+\.\d+\.\d+/, 'a semantic version such as 1.0.0'),
    sdk: z.string().min(1).describe('semver range of the SDK, such as ^1.0.0'),
    kind: z.enum(PLUGIN_KIND_CODES).describe('the contract that its default export keeps'),
    title: z.string().min(1),
    tasks: z.array(z.enum(TASKS)).default([]).describe('the questions that a scorer answers; other kinds have none'),
    main: z.string().default('index').describe('the module with the default export, without its ending'),
  })
  .refine(({ kind, tasks }) => PLUGIN_KINDS[kind].hasTasks === tasks.length > 0, {
    path: ['tasks'],
    error: 'A scorer has at least one task, and other kinds have none.',
  });
export type Manifest = z.infer<typeof manifestSchema>;
