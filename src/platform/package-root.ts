import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. Two folders up from here, both in `src/platform` and in `dist/platform`. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
