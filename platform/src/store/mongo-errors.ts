// What an error of the MongoDB driver means for us: nothing that leaves an adapter is a driver's own error.
import { MongoBulkWriteError, MongoError, MongoNetworkTimeoutError } from 'mongodb';
import { errorMessage, TransientError } from '../decider/errors.ts';
import type { InsertResult } from './store.ts';

export const DUPLICATE_KEY = 11000;

/**
 * Errors of a single write that tell about the server's state and nothing about the document: no primary, shutting
 * down, interrupted, no disk space. Source: MongoDB's `error_codes.yml`, categories NotPrimaryError, ShutdownError,
 * RetriableError and Interruption.
 */
const SERVER_STATE = new Set([
  6, 7, 24, 50, 64, 89, 91, 112, 189, 262, 290, 317, 358, 384, 9001, 10058, 10107, 11600, 11601, 11602, 13435,
  13436, 14031,
]);

/** What came of an ordered bulk insert that threw. Whatever is not surely about one document is `unknown`. */
export const outcomeOf = (thrown: unknown): InsertResult => {
  const error = errorMessage(thrown);
  const failed = thrown instanceof MongoBulkWriteError ? firstWriteError(thrown) : undefined;
  if (!failed || SERVER_STATE.has(failed.code)) return { status: 'unknown', error };
  const reason = failed.code === DUPLICATE_KEY ? 'duplicate' : 'rejected';
  return { status: 'failed', at: failed.index, reason, error };
};

const firstWriteError = (thrown: MongoBulkWriteError): { index: number; code: number } | undefined => {
  const prefixIsDurable = !thrown.result.getWriteConcernError();
  const [first] = [thrown.writeErrors].flat();
  return first && prefixIsDurable ? { index: first.index, code: first.code } : undefined;
};

/** More than all the driver's own limits together: reached only by what it would never answer. */
const MOST_MS = 60_000;

/**
 * Ends every call, also one that writes to a socket that is destroyed while its buffer is full: driver 7 waits without
 * end for that socket to drain (`Connection.writeCommand`).
 * @throws MongoNetworkTimeoutError
 */
export const bounded = <T>(call: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new MongoNetworkTimeoutError(`no answer within ${MOST_MS / 1_000} s`));
    }, MOST_MS);
    void call.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });

/** @throws TransientError, code STORE_UNAVAILABLE, for every error of the driver and of its sockets, and after 60 s. */
export const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await bounded(work());
  } catch (error) {
    throw unavailable(error);
  }
};

export const unavailable = (error: unknown): unknown =>
  error instanceof MongoError || isSystemError(error)
    ? new TransientError('STORE_UNAVAILABLE', `The database does not answer as it should: ${error.message}`, {
        cause: error,
      })
    : error;

/**
 * A connection that breaks while the driver writes comes out as the bare error of the system call, or of Node itself
 * where the socket had been closed before: then without one.
 */
const isSystemError = (error: unknown): error is Error =>
  error instanceof Error &&
  ('syscall' in error || ('code' in error && /^(EPIPE|ERR_STREAM_|ERR_SOCKET_)/.test(String(error.code))));
