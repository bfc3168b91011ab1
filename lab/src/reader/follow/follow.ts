// Reads on in the histories of all services at once, and hands out each commit behind what it rests on.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { isRequestId } from '@saga-lab/platform/decider/message';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { Recorded } from '../../checker/history.ts';
import type { Lanes, Source } from './lanes.ts';

/** What takes commits in. */
export interface Taking {
  readonly lane: Lanes['of'];
  /** Whether a message of that id was sent by what was taken in. */
  readonly isSent: (id: string) => boolean;
  readonly begin: () => void;
  readonly take: (recorded: Recorded, position: string) => void;
  /** All or nothing of what was taken since `begin`. */
  readonly commit: () => Promise<void>;
}

interface Read {
  readonly commit: Commit;
  readonly position: string;
  /** Which of the readings to the end it came with. */
  readonly round: number;
}

interface Lane {
  readonly service: ServiceName;
  readonly ahead: Read[];
  /** Asked for already, while what came before is worked through. */
  coming?: ReturnType<Source['commitsAfter']> | undefined;
  position: string;
  at: number;
  isAtEnd: boolean;
}

export interface Following {
  /** Milliseconds since the epoch: what is later may be left for another time, as the end moves on while one reads. */
  readonly until: number;
  readonly far: (taken: number, at: number) => void;
}

const PAGE = 100;
const BATCH = 2_000;
/** No two clocks differ by more. A message whose sender is not found by then was sent by nobody here. */
const CLOCKS_APART_MS = 600_000;

/**
 * Each history is read in the order in which its database made it durable, and all of them about equally far in time, so little is
 * held: a commit waits only for the one that sent its message. What is taken in is at any time a consistent cut.
 */
export const follow = async (source: Source, taking: Taking, { until, far }: Following): Promise<void> => {
  const lanes = serviceNames.map((service): Lane => ({
    service,
    ahead: [],
    position: taking.lane(service)?.position ?? '',
    at: 0,
    isAtEnd: false,
  }));
  let taken = 0;
  let round = 1;

  const pageOf = (lane: Lane) => {
    const page = source.commitsAfter(lane.service, lane.position, PAGE);
    page.catch(() => undefined); // whoever waits for it hears of it
    return page;
  };
  const readOn = async (lane: Lane): Promise<void> => {
    const { items } = await (lane.coming ?? pageOf(lane));
    const read = (items as readonly (Commit & { readonly position: string })[]).map(
      ({ position, ...commit }) => ({ commit, position, round }),
    );
    lane.ahead.push(...read);
    lane.position = read.at(-1)?.position ?? lane.position;
    lane.at = Math.max(lane.at, read.at(-1)?.commit.at ?? 0);
    lane.isAtEnd = items.length < PAGE || lane.at > until;
    lane.coming = lane.isAtEnd ? undefined : pageOf(lane);
  };
  const canCome = ({ commit, round: read }: Read): boolean =>
    isRequestId(commit._id) || // nobody in the histories sent it
    taking.isSent(commit._id) ||
    // All have been read to the end since, or far beyond: there is no sender.
    read < round - 1 ||
    lanes.every(({ at }) => at > commit.at + CLOCKS_APART_MS);
  const takeFrom = (lane: Lane): boolean => {
    const count = lane.ahead.findIndex((read) => {
      if (!canCome(read)) return true;
      taking.take({ service: lane.service, commit: read.commit }, read.position);
      return false;
    });
    const done = lane.ahead.splice(0, count < 0 ? lane.ahead.length : count);
    taken += done.length;
    return done.length > 0;
  };
  const takeAll = (): void => {
    while (lanes.map(takeFrom).includes(true));
  };
  const readToTheEnd = async (): Promise<void> => {
    for (const lane of lanes) lane.isAtEnd = false;
    taking.begin();
    for (let before = taken; ;) {
      const next = furthestBehind(lanes);
      if (!next) break;
      await readOn(next);
      takeAll();
      far(taken, next.at);
      if (taken < before + BATCH) continue;
      await taking.commit();
      taking.begin();
      before = taken;
    }
    round += 1;
    takeAll();
    await taking.commit();
  };

  // Once more, for the causes of what was read first.
  await readToTheEnd();
  await readToTheEnd();
};

const furthestBehind = (lanes: readonly Lane[]): Lane | undefined =>
  lanes.filter(({ isAtEnd }) => !isAtEnd).toSorted((a, b) => a.at - b.at)[0];
