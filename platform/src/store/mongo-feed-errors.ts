// Why a feed on MongoDB cannot go on from where it was.
import { MongoServerError } from 'mongodb';
import { PermanentError } from '../decider/errors.ts';
import { unavailable } from './mongo-errors.ts';

/** FailedToParse, TypeMismatch, Overflow, InvalidResumeToken, ChangeStreamFatalError, ChangeStreamHistoryLost, and a
 * resume token that cannot be read. */
const LOST = new Set([9, 14, 15, 260, 280, 286, 50811]);

export const feedLost = (): PermanentError =>
  new PermanentError(
    'FEED_LOST',
    'The database no longer reaches back to where this feed was; what was built from it must start anew.',
  );

export const historyGone = (): PermanentError =>
  new PermanentError(
    'HISTORY_GONE',
    "The order of the first commits is no longer known: the database's log (oplog) does not reach back to them. " +
      'The commits themselves are all there.',
  );

/** `lost` makes the error for a position that is gone. */
export const feedError = (error: unknown, lost = feedLost): unknown =>
  error instanceof MongoServerError && LOST.has(Number(error.code)) ? lost() : unavailable(error);
