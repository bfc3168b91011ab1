// The feed of a store over a network: pages come late, and the feed may end or lose its position.
import { PermanentError, TransientError } from '@saga-lab/platform/decider/errors';
import type { CommitStore, Feed, FollowedPage } from '@saga-lab/platform/store/store';
import type { Caller } from './call.ts';
import { never } from './never.ts';

/** Its pages come as long as the process lives. */
export const follow = async (
  store: CommitStore,
  { world, process, life }: Caller,
  ...[after, onPage, wanted]: Parameters<CommitStore['follow']>
): Promise<Feed> => {
  const faults = world.table('feed ended', 'feed lost');
  const label = `${process.name} gets a page of its feed`;
  const { promise: failed, reject: fail } = Promise.withResolvers<undefined>();
  failed.catch(() => undefined);

  const broken = (): void => {
    fail(new TransientError('STORE_UNAVAILABLE', 'the simulated database does not answer'));
    void feed.close();
  };

  const deliver = (page: FollowedPage): Promise<void> => {
    if (!life.isAlive()) return never();
    const moment = world.moment(label);
    const fault = world.fault(moment, faults);
    return new Promise((resolve, reject) => {
      const delivered = (): void => {
        if (!life.isAlive()) return;
        if (fault) world.inject(fault, { who: process.name, service: process.service });
        if (fault === 'feed ended') reject(new TransientError('FEED_ENDED', 'the simulated feed ended'));
        else if (fault === 'feed lost') reject(new PermanentError('FEED_LOST', 'the simulated feed is lost'));
        else onPage(page).then(resolve, reject);
      };
      if (process.toStore.isCut('answers'))
        world.after(BROKEN_US, `the feed of ${process.name} breaks`, broken, process);
      else world.after(world.latency(moment, 'delay'), label, delivered, process);
    });
  };

  const feed = await store.follow(after, deliver, wanted);
  life.atDeath(() => void feed.close());
  return {
    ended: Promise.race([feed.ended, failed]),
    caughtUp: feed.caughtUp,
    close: () => feed.close(),
  };
};

const BROKEN_US = 1_500_000;
