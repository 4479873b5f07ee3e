/** What plugin code may know of the environment: where libraries and temporary files are, nothing that is a secret. */
const ALLOWED = ['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

/**
 * The environment of a plugin's process. Time zone and language are the same everywhere, so that the same data give the
 * same model on every machine.
 */
export function pluginEnvironment(own: Readonly<Record<string, string | undefined>> = process.env): NodeJS.ProcessEnv {
  const allowed = ALLOWED.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const]));
  return { ...Object.fromEntries(allowed), TZ: 'UTC', LANG: 'en_US.UTF-8' };
}
