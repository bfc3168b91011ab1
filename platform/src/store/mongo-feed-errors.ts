// Why a feed on MongoDB cannot go on from where it was.
import { MongoServerError } from 'mongodb';
import { PermanentError } from '../decider/errors.ts';
import { unavailable } from './mongo-errors.ts';

/**
 * FailedToParse, TypeMismatch, Overflow, InvalidUUID, InvalidResumeToken, ChangeStreamFatalError,
 * ChangeStreamHistoryLost, and what MongoDB says of a resume token that it cannot read.
 */
const LOST = new Set([
  9, 14, 15, 207, 260, 280, 286, 40646, 40647, 40648, 40649, 50795, 50870, 51057, 6189504,
]);
/** "KeyString format error": of the bytes inside of a resume token. */
const isUnreadable = (code: number): boolean => code >= 50808 && code <= 50833;

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
  error instanceof MongoServerError && isLost(Number(error.code)) ? lost() : unavailable(error);

const isLost = (code: number): boolean => LOST.has(code) || isUnreadable(code);
