/**
 * The catalogue of errors: one entry per code, documented in `docs/errors.md`. A code is never reused for another
 * meaning; a retired code stays listed there.
 *
 * `status` is the HTTP status with which an API call answers; the command line exits 1, or 2 where `usage` is set.
 */
export const ERRORS = {
  BAD_REQUEST: { status: 400, title: 'The request is not valid' },
  UNAUTHORIZED: { status: 401, title: 'A valid API key is needed' },
  FORBIDDEN: { status: 403, title: "The key's role does not allow this" },
  CROSS_SITE: { status: 403, title: 'The request comes from another site' },
  NOT_FOUND: { status: 404, title: 'There is no such thing' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  CONFLICT: { status: 409, title: 'The request conflicts with what is stored' },
  IDEMPOTENCY_KEY_REUSED: { status: 409, title: 'The idempotency key was used with another body' },
  PRECONDITION_FAILED: { status: 412, title: 'What is stored is not what the request expects' },
  BODY_TOO_LARGE: { status: 413, title: 'The request body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The media type is not supported' },
  INVALID_REQUEST: { status: 422, title: 'The request body is not what the endpoint takes' },
  INVALID_DOCUMENT: { status: 422, title: 'The document is not valid' },
  UNKNOWN_FACT: { status: 422, title: 'The fact is not in the catalogue' },
  INVALID_FACT: { status: 422, title: 'The fact has another type in the catalogue' },
  UNKNOWN_STRATEGY: { status: 404, title: 'The strategy does not exist' },
  PRECONDITION_REQUIRED: { status: 428, title: 'The request must say what it expects to be stored' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something failed inside' },
  UNAVAILABLE: { status: 503, title: 'The service is not available now' },
  BAD_USAGE: { status: 400, title: 'The command was not understood', usage: true },
  BAD_CONFIGURATION: { status: 500, title: 'The configuration is not valid' },
  HOME_LOCKED: { status: 503, title: 'The embedded database belongs to another process' },
  BAD_HOME: { status: 503, title: 'The home of the embedded database cannot be used' },
  BAD_FILE: { status: 422, title: 'The file cannot be read' },
  BAD_COLUMN: { status: 422, title: 'The column is missing or of another type' },
  TOO_FEW_EXAMPLES: { status: 422, title: 'There are too few examples to train on' },
  NOT_CONVERGED: { status: 422, title: 'Several fits of the same data do not agree' },
  MODEL_NOT_TRAINED: { status: 409, title: 'The model has no trained version' },
  STRATEGY_STOPPED: { status: 409, title: 'The strategy was stopped' },
  STAGE_MISSING: { status: 409, title: 'The version has not proven what a champion must' },
  DRIFT_REFUSED: { status: 409, title: 'The model was trained on other people' },
  DAMAGED_ARTEFACT: { status: 500, title: 'The stored model is damaged' },
  LIMITS_NOT_MET: { status: 422, title: 'The limits cannot be met together' },
  JOB_ABANDONED: { status: 500, title: 'The workers that ran the job died' },
  ADDRESS_REFUSED: { status: 422, title: 'The address may not be called' },
  DELIVERY_FAILED: { status: 502, title: 'The receiver did not take the list' },
  SPARK_FAILED: { status: 500, title: 'The run on Spark failed' },
  CANCELLED: { status: 409, title: 'The work was cancelled' },
  PLUGIN_MANIFEST_INVALID: { status: 500, title: "The plugin's manifest is not valid" },
  PLUGIN_ID_MISMATCH: { status: 500, title: "The plugin's id is not its folder's name" },
  PLUGIN_DUPLICATE: { status: 500, title: 'Two plugins have the same id' },
  PLUGIN_SDK_MISMATCH: { status: 500, title: 'The plugin was made for another version of the SDK' },
  PLUGIN_LOAD_FAILED: { status: 500, title: "The plugin's code could not be loaded" },
  PLUGIN_LOAD_TIMEOUT: { status: 500, title: 'The plugin took too long to load' },
  PLUGIN_DEFINITION_INVALID: { status: 500, title: 'The plugin does not export a valid definition' },
  PLUGIN_OPTIONS_SCHEMA_INVALID: { status: 500, title: "The plugin's options have no usable schema" },
  PLUGIN_OPTIONS_INVALID: { status: 422, title: "The plugin's options are not valid" },
  PLUGIN_UNKNOWN: { status: 422, title: 'There is no such plugin' },
  SCORER_TRAINING_FAILED: { status: 500, title: 'The plugin failed to train' },
  SCORER_LOAD_FAILED: { status: 500, title: 'The plugin could not load its stored model' },
  SCORER_THREW: { status: 500, title: 'The scorer threw' },
  SCORER_TIMEOUT: { status: 500, title: 'The scorer took too long' },
  SCORER_NOT_FINITE: { status: 500, title: 'The scorer returned a number that is not finite' },
  SCORER_WRONG_LENGTH: { status: 500, title: 'The scorer returned the wrong number of scores' },
  SCORER_EXPLANATION_INVALID: { status: 500, title: "The scorer's explanation does not add up to its score" },
  PLUGIN_FAILED: { status: 500, title: 'The plugin failed' },
  POLICY_FAILED: { status: 500, title: 'The policy did not choose' },
  SCORER_CIRCUIT_OPEN: { status: 503, title: 'The scorer failed repeatedly and rests' },
} as const satisfies Record<string, { status: number; title: string; usage?: true }>;

/** A code of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** Where a problem is and what would have been right. */
export interface Problem {
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** The file the problem stands in, as the user named it. */
  readonly file?: string;
  /** JSON pointer (RFC 6901) into the document or request body. */
  readonly pointer?: string;
  /** The line of the file, from 1. */
  readonly line?: number;
  /** The character of the line, from 1. */
  readonly column?: number;
  /** What would have been accepted. */
  readonly expected?: string;
  /** The known name nearest to what was written. */
  readonly nearest?: string;
}

/** The plugin that an error came from. */
export interface ErrorSource {
  /** Its id. */
  readonly plugin: string;
  /** Where in its code, such as `rate-by-band/index.js:12:5`. */
  readonly at?: string;
}

/** What an error knows beside its code and message. */
export interface StrataErrorOptions {
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
  readonly source?: ErrorSource | undefined;
}

/**
 * An error with a code of the catalogue. The message is for people; `problems` lists every place where the input was
 * wrong, all reported together.
 */
export class StrataError extends Error {
  override readonly name = 'StrataError';
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];
  /** Set where the message repeats what a plugin said, which may quote a person's facts: logs leave such words out. */
  readonly source: ErrorSource | undefined;

  constructor(code: ErrorCode, message: string, options: StrataErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.problems = options.problems ?? [];
    this.source = options.source;
  }

  /** The HTTP status with which an API call answers. */
  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** True for a {@link StrataError}, also one thrown by another copy of the SDK (a plugin compiled elsewhere). */
export function isStrataError(error: unknown): error is StrataError {
  return error instanceof Error && error.name === 'StrataError' && 'code' in error && String(error.code) in ERRORS;
}
