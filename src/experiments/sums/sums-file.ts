import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseRequest } from '#strata/platform/http';
import { StrataError } from '#sdk';
import { type SumsBody, sumsBody } from './sums.schema.js';

/**
 * A file of sums.
 *
 * @param said comes before what the file says of how to read it
 * @throws StrataError BAD_FILE with the place of everything that is wrong with it
 */
export async function readSumsFile(file: string, said: Partial<SumsBody> = {}): Promise<SumsBody> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be read.`, { cause });
  });
  try {
    return parseRequest(sumsBody, withSaid(parseJson(text), said));
  } catch (error) {
    if (!(error instanceof StrataError) || error.code !== 'INVALID_REQUEST') throw error;
    const problems = error.problems.map((problem) => ({ file, ...problem }));
    throw new StrataError('BAD_FILE', `${file} holds no sums of an experiment.`, { problems });
  }
}

function withSaid(body: unknown, said: Partial<SumsBody>): unknown {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, ...said } : body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'It is no JSON';
    throw new StrataError('INVALID_REQUEST', message, { problems: [{ message, expected: 'JSON' }], cause });
  }
}

/** The JSON Schema (draft 2020-12) of a file of sums. */
export function sumsJsonSchema(): Readonly<Record<string, unknown>> {
  const described = { title: 'Strata sums of an experiment', description: 'An experiment as a warehouse added it up' };
  return { ...described, ...z.toJSONSchema(sumsBody, { io: 'input' }) };
}
