import { z } from 'zod';
import { isAddressRange } from './address-range.js';

/** From the gravest entries on to all. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** One variable of the environment: how it is read and what `.env.example` and the documentation say about it. */
export interface Variable {
  readonly name: string;
  readonly schema: z.ZodType;
  /** What holds when it is not set, for people. */
  readonly fallback: string;
  /** One or two sentences for people. */
  readonly about: string;
  /** What is accepted, for error messages. */
  readonly expected: string;
}

/** Digits only: no sign, no fraction, no blanks. */
function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .optional();
}

const databaseSchemes = ['postgres:', 'postgresql:'];
const redisSchemes = ['redis:', 'rediss:'];

/** All variables that Strata reads, in the order in which they are documented. */
export const VARIABLES = [
  {
    name: 'STRATA_HOME',
    schema: z.string().default('.strata'),
    fallback: '.strata',
    about: 'Folder of the embedded database and its lock.',
    expected: 'a path',
  },
  {
    name: 'HOST',
    schema: z
      .string()
      .regex(/^[\w.:-]+$/)
      .default('127.0.0.1'),
    fallback: '127.0.0.1',
    about: 'Address to listen on. Anything but loopback needs an API key.',
    expected: 'a host name or an IP address',
  },
  {
    name: 'PORT',
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535))
      .default(3000),
    fallback: '3000',
    about: 'Port to listen on. 0 lets the system choose one.',
    expected: 'a whole number from 0 to 65535',
  },
  {
    name: 'DATABASE_URL',
    schema: z
      .string()
      .refine((url) => hasScheme(url, databaseSchemes))
      .optional(),
    fallback: 'the embedded database in STRATA_HOME',
    about: 'PostgreSQL 15 or newer, such as postgres://user:password@localhost:5432/strata. Recommended in production.',
    expected: 'a URL that begins with postgres:// or postgresql://',
  },
  {
    name: 'REDIS_URL',
    schema: z
      .string()
      .refine((url) => hasScheme(url, redisSchemes))
      .optional(),
    fallback: 'a queue inside the process',
    about: 'Redis for worker processes on further machines, such as redis://localhost:6379.',
    expected: 'a URL that begins with redis:// or rediss://',
  },
  {
    name: 'RULES_DIR',
    schema: z.string().optional(),
    fallback: 'rules in the working directory, else the shipped ones',
    about: 'Folder of the rule documents that a first start publishes.',
    expected: 'a path',
  },
  {
    name: 'DATA_DIR',
    schema: z.string().optional(),
    fallback: 'models are trained on the stored history only',
    about: 'Folder whose CSV, NDJSON and Parquet files models may be trained on through the API and by workers.',
    expected: 'a path',
  },
  {
    name: 'PLUGINS_DIR',
    schema: z.string().optional(),
    fallback: 'only the shipped plugins',
    about: 'Folder with further plugins, one folder each.',
    expected: 'a path',
  },
  {
    name: 'PLUGIN_SCORE_TIME_MS',
    schema: wholeNumber(10, 600_000),
    fallback: '1000',
    about:
      'How long a decision waits for a model: milliseconds for up to 1,000 scores. Work that nobody waits for (judging, files, backtests) has sixty times as long.',
    expected: 'a whole number from 10 to 600000',
  },
  {
    name: 'PLUGIN_LOAD_TIME_MS',
    schema: wholeNumber(100, 600_000),
    fallback: '10000',
    about: "How long a plugin's code, or a stored model, may take to load: milliseconds.",
    expected: 'a whole number from 100 to 600000',
  },
  {
    name: 'PLUGIN_TRAINING_MEMORY_MB',
    schema: wholeNumber(128, 1_048_576),
    fallback: "half of the machine's or the container's memory",
    about: 'Memory that one training may use, MB; beyond it the training fails.',
    expected: 'a whole number from 128 to 1048576',
  },
  {
    name: 'PLUGIN_SCORING_MEMORY_MB',
    schema: wholeNumber(128, 1_048_576),
    fallback: "1024, or a quarter of the machine's memory where that is less",
    about: 'Memory that one loaded model may use, MB; beyond it the model is loaded anew.',
    expected: 'a whole number from 128 to 1048576',
  },
  {
    name: 'STRATA_AUTH',
    schema: z.enum(['on', 'off']).default('on'),
    fallback: 'on',
    about: 'off asks nobody for an API key; accepted on loopback only.',
    expected: 'on or off',
  },
  {
    name: 'STRATA_ADMIN_KEY',
    schema: z
      .string()
      .min(16)
      .regex(/^[\x21-\x7e]+$/)
      .optional(),
    fallback: 'no key is created',
    about: 'Creates the first administrator key at start, e.g. from `openssl rand -base64 32`.',
    expected: 'at least 16 printable characters without blanks',
  },
  {
    name: 'ALLOWED_ORIGINS',
    schema: listOf(z.string().refine(isOrigin)).optional(),
    fallback: 'no page of another site may send requests',
    about: 'Origins of web pages that may send requests, such as https://shop.example,https://www.shop.example.',
    expected: 'origins (scheme, host and port, no path), divided by commas',
  },
  {
    name: 'ALLOWED_HOSTS',
    schema: listOf(z.string().regex(/^[\w.-]+$/)).optional(),
    fallback: 'on loopback only requests for this machine are answered, elsewhere those for every name',
    about: 'Names that requests may be for, such as strata.example.org behind a proxy.',
    expected: 'host names without ports, divided by commas',
  },
  {
    name: 'ALLOWED_ADDRESSES',
    schema: listOf(z.string().refine(isAddressRange)).optional(),
    fallback: 'webhooks are sent to public addresses, encrypted, and nowhere else',
    about: 'Private addresses that webhooks may be sent to, such as 10.1.0.0/16,127.0.0.1; to these also over http.',
    expected: 'addresses or ranges of addresses, divided by commas',
  },
  {
    name: 'ALERT_URL',
    schema: z
      .string()
      .refine((url) => hasScheme(url, ['http:', 'https:']))
      .optional(),
    fallback: 'alerts of guardrails are logged and shown, and sent to nobody',
    about: 'The webhook that is told when a guardrail of a strategy acts; it needs ALERT_SECRET.',
    expected: 'https://…',
  },
  {
    name: 'ALERT_SECRET',
    schema: z.string().optional(),
    fallback: 'alerts are sent to nobody',
    about: 'The secret that alerts are signed with, by Standard Webhooks: whsec_ and 24 to 64 bytes as Base64.',
    expected: 'whsec_…; several divided by blanks',
  },
  {
    name: 'LOG_LEVEL',
    schema: z.enum(LOG_LEVELS).default('info'),
    fallback: 'info',
    about: 'How much is logged to standard error.',
    expected: LOG_LEVELS.join(', '),
  },
  {
    name: 'RETENTION',
    schema: z
      .string()
      .regex(/^(?:[^,=]+=)?(?:P\w+|ever)(?:,[^,=]+=(?:P\w+|ever))*$/)
      .optional(),
    fallback: 'events are kept for ever',
    about: 'How long events are kept: P2Y for all, or P2Y,page_viewed=P90D,order_placed=ever by name.',
    expected: 'ISO-8601 durations of years, months, weeks and days',
  },
  {
    name: 'RATE_LIMIT',
    schema: z
      .string()
      .regex(/^[1-9]\d{0,6}$/)
      .transform(Number)
      .optional(),
    fallback: 'there is no limit',
    about: 'Requests a second of one API key (of one address where no key is sent); more are answered with 429.',
    expected: 'a whole number from 1 to 9999999',
  },
] as const satisfies readonly Variable[];

/** A list that commas divide, in lower case. */
function listOf(item: z.ZodType<string, string>) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim().toLowerCase()))
    .pipe(z.array(item));
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function hasScheme(url: string, schemes: readonly string[]): boolean {
  return URL.canParse(url) && schemes.includes(new URL(url).protocol);
}
