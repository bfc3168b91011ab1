// How following a feed ended: whatever made it fail, or that the feed itself was over.
import { TransientError } from '../../decider/errors.ts';

export const isEndedFeed = (error: unknown): boolean =>
  error instanceof TransientError && error.code === 'FEED_ENDED';

/** Resolves with why the work is over: it never just is. */
export const failureOf = async (work: () => Promise<void>): Promise<unknown> => {
  try {
    await work();
    return new TransientError('FEED_ENDED', 'the feed ended');
  } catch (error) {
    return error;
  }
};
