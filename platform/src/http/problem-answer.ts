// Every error of the HTTP side as problem details (RFC 9457).
import { STATUS_CODES } from 'node:http';
import { TransientError } from '../decider/errors.ts';
import { Problem } from './problem.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** Codes of the errors that express and its body reader raise, by status. */
const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

const DETAILS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read; check its path and its body.',
  413: 'The body is larger than this service accepts.',
  415: 'Send the body as application/json in UTF-8, not compressed.',
};

/** What a client may know about any error: never a stack, never the text of a driver. */
export const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof TransientError)
    return new Problem(503, error.code, 'The service cannot do this at the moment; try again later.');
  const status = statusOf(error);
  const code = CODES[status];
  if (code !== undefined) return new Problem(status, code, DETAILS[status] ?? code);
  return new Problem(
    500,
    'INTERNAL_ERROR',
    'Something went wrong here; the log has it under this request id.',
  );
};

const statusOf = (error: unknown): number => {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : 500;
};

/** The members of the answer's body. `instance` is the path of the request. */
export const problemBody = (problem: Problem, instance: string, requestId: string) => ({
  type: 'about:blank',
  title: STATUS_CODES[problem.status] ?? 'Error',
  status: problem.status,
  code: problem.code,
  detail: problem.message,
  instance: instance.slice(0, 200),
  requestId,
  ...problem.extras,
});
