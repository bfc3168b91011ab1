// Every error of the HTTP side as problem details (RFC 9457).
import { STATUS_CODES } from 'node:http';
import { TransientError } from '../../decider/errors.ts';
import { Problem } from '../routes/problem.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** What a client may know about any error: never a stack, never the text of a driver. */
export const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof TransientError)
    return new Problem(503, error.code, 'The service cannot do this at the moment; try again later.');
  if (isUnreadablePath(error))
    return new Problem(400, 'BAD_REQUEST', 'The request cannot be read; check its path.');
  return new Problem(
    500,
    'INTERNAL_ERROR',
    'Something went wrong here; the log has it under this request id.',
  );
};

/** What express raises when it cannot decode a part of the path. */
const isUnreadablePath = (error: unknown): boolean =>
  error instanceof URIError && 'status' in error && error.status === 400;

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
