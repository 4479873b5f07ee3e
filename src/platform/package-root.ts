import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. Two folders up from here, both in `src/platform` and in `dist/platform`. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * The URL of a module as it was compiled: threads and processes run compiled code, also where this process runs from its
 * sources (tests).
 */
export function compiledUrl(url: string): string {
  const at = url.lastIndexOf('/src/');
  return url.endsWith('.ts') ? `${url.slice(0, at)}/dist/${url.slice(at + 5, -2)}js` : url;
}
