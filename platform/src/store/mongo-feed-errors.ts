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

export const feedError = (error: unknown): unknown =>
  error instanceof MongoServerError && isLost(Number(error.code)) ? feedLost() : unavailable(error);

const CAPPED_POSITION_LOST = 136;

/** The log rolled over an open cursor. Whether what it was opened behind is gone as well, the next cursor says. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === CAPPED_POSITION_LOST;

const isLost = (code: number): boolean => LOST.has(code) || isUnreadable(code);
