import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type z } from 'zod';
import { type Problem, StrataError } from '#sdk';
import { PACKAGE_ROOT } from '../index.js';
import { type LOG_LEVELS, VARIABLES } from './variables.js';

/** Token of the process's {@link Config}. */
export const CONFIG = Symbol('config');

/** What the process was told through its environment. Frozen. */
export interface Config {
  /** Absolute path of the folder that holds the embedded database and its lock. */
  readonly home: string;
  /** The address to listen on. */
  readonly host: string;
  /** The port to listen on; 0 lets the system choose. */
  readonly port: number;
  /** PostgreSQL; without it the embedded database in `home` is used. */
  readonly databaseUrl?: string;
  /** Redis; without it work is queued inside the process. */
  readonly redisUrl?: string;
  /** Absolute path of the rule documents that a first start publishes. */
  readonly rulesDir: string;
  /** Absolute path of the folder whose files models may be trained on through the API; without it none. */
  readonly dataDir?: string;
  /** Absolute path of a folder with further plugins. */
  readonly pluginsDir?: string;
  /** What the code of plugins may use and take; what is not set is as `openPluginHost` says. */
  readonly plugins?: PluginLimits;
  /** `off`: no API key is asked for; allowed on loopback only. */
  readonly auth: 'on' | 'off';
  /** The key with which the first administrator comes in. */
  readonly adminKey?: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** How long events are kept, as `parseRetention` of the profiles reads it; without it for ever. */
  readonly retention?: string;
  /** Origins of web pages, such as `https://shop.example`, that may send requests. */
  readonly allowedOrigins?: readonly string[];
  /** Names that requests may be for, beside localhost, in lower case and without a port. */
  readonly allowedHosts?: readonly string[];
  /** Addresses and ranges beside the public ones that lists may be pushed to. */
  readonly allowedAddresses?: readonly string[];
  /** The webhook that alerts of guardrails go to, and the secret that they are signed with. */
  readonly alerts?: { readonly url: string; readonly secret: string };
  /** Requests a second of one key, or of one address where no key is sent; without it there is no limit. */
  readonly rateLimit?: number;
}

/** What the code of plugins may use and take. */
interface PluginLimits {
  /** Milliseconds for up to 1,000 scores that a decision waits for. */
  readonly scoreTimeLimitMs?: number;
  /** Milliseconds for a plugin's module, or a stored model, to load. */
  readonly loadTimeLimitMs?: number;
  /** MB of one training. */
  readonly trainingMemoryMb?: number;
  /** MB of one loaded model. */
  readonly scoringMemoryMb?: number;
}

/**
 * Reads the configuration from the environment. An empty variable counts as not set.
 *
 * @throws StrataError BAD_CONFIGURATION with every problem at once; values are never repeated, they may be secrets
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const values = readVariables(env);
  const { DATABASE_URL, REDIS_URL, DATA_DIR, PLUGINS_DIR, STRATA_ADMIN_KEY, RETENTION, RATE_LIMIT } = values;
  const { ALLOWED_ORIGINS, ALLOWED_HOSTS, ALLOWED_ADDRESSES } = values;
  return Object.freeze({
    home: resolve(values.STRATA_HOME),
    host: values.HOST,
    port: values.PORT,
    rulesDir: values.RULES_DIR === undefined ? defaultRulesDirectory() : resolve(values.RULES_DIR),
    auth: values.STRATA_AUTH,
    logLevel: values.LOG_LEVEL,
    ...(DATABASE_URL === undefined ? {} : { databaseUrl: DATABASE_URL }),
    ...(REDIS_URL === undefined ? {} : { redisUrl: REDIS_URL }),
    ...(DATA_DIR === undefined ? {} : { dataDir: resolve(DATA_DIR) }),
    ...(PLUGINS_DIR === undefined ? {} : { pluginsDir: resolve(PLUGINS_DIR) }),
    ...pluginLimitsOf(values),
    ...(STRATA_ADMIN_KEY === undefined ? {} : { adminKey: STRATA_ADMIN_KEY }),
    ...(ALLOWED_ORIGINS === undefined ? {} : { allowedOrigins: ALLOWED_ORIGINS }),
    ...(ALLOWED_HOSTS === undefined ? {} : { allowedHosts: ALLOWED_HOSTS }),
    ...(ALLOWED_ADDRESSES === undefined ? {} : { allowedAddresses: ALLOWED_ADDRESSES }),
    ...alertsOf(values),
    ...(RETENTION === undefined ? {} : { retention: RETENTION }),
    ...(RATE_LIMIT === undefined ? {} : { rateLimit: RATE_LIMIT }),
  });
}

/**
 * A secret that a document names by its variable; undefined where it is not set.
 */
export function secretNamed(
  name: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

type Values = { [V in (typeof VARIABLES)[number] as V['name']]: z.infer<V['schema']> };

function pluginLimitsOf(values: Values): { readonly plugins?: PluginLimits } {
  const { PLUGIN_SCORE_TIME_MS, PLUGIN_LOAD_TIME_MS, PLUGIN_TRAINING_MEMORY_MB, PLUGIN_SCORING_MEMORY_MB } = values;
  const plugins: PluginLimits = Object.freeze({
    ...(PLUGIN_SCORE_TIME_MS === undefined ? {} : { scoreTimeLimitMs: PLUGIN_SCORE_TIME_MS }),
    ...(PLUGIN_LOAD_TIME_MS === undefined ? {} : { loadTimeLimitMs: PLUGIN_LOAD_TIME_MS }),
    ...(PLUGIN_TRAINING_MEMORY_MB === undefined ? {} : { trainingMemoryMb: PLUGIN_TRAINING_MEMORY_MB }),
    ...(PLUGIN_SCORING_MEMORY_MB === undefined ? {} : { scoringMemoryMb: PLUGIN_SCORING_MEMORY_MB }),
  });
  return Object.keys(plugins).length === 0 ? {} : { plugins };
}

function alertsOf({ ALERT_URL: url, ALERT_SECRET: secret }: Values): Pick<Config, 'alerts'> {
  if (url === undefined && secret === undefined) return {};
  if (url !== undefined && secret !== undefined) return { alerts: Object.freeze({ url, secret }) };
  const missing = url === undefined ? 'ALERT_URL' : 'ALERT_SECRET';
  throw new StrataError('BAD_CONFIGURATION', 'The environment is not valid.', {
    problems: [
      { message: `${missing} is not set.`, pointer: `/${missing}`, expected: 'ALERT_URL and ALERT_SECRET, or neither' },
    ],
  });
}

function readVariables(env: Readonly<Record<string, string | undefined>>): Values {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const { name, schema, expected } of VARIABLES) {
    const parsed = schema.safeParse(env[name] === '' ? undefined : env[name]);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ message: `${name} is not valid.`, pointer: `/${name}`, expected });
  }
  if (problems.length > 0) throw new StrataError('BAD_CONFIGURATION', 'The environment is not valid.', { problems });
  return values as Values;
}

function defaultRulesDirectory(): string {
  const here = resolve('rules');
  return existsSync(here) ? here : join(PACKAGE_ROOT, 'rules');
}
