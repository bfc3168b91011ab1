// Cells whose message comes only many seconds after their order are opened ahead of their turn: just so early that the message comes
// when it is their turn. An order that is opened sooner is over before the process is told to die for it.
import type { Clock } from '@saga-lab/platform/runtime/ports';

/** Sooner after its order nobody loses patience with the settings of a sweep, ms. */
const COMES_AFTER_MS = 15_000;
/** So early a cell is opened: a bit less, since its turn may come later than it seems. */
const EARLY_MS = 12_000;
/** Of a cell, from the moment at which its message comes; as long as none was played. */
const USUAL_MS = 10_000;
const LATELY = 4;

interface Timing {
  /** When its turn came. */
  readonly turnMs: number;
  /** When it was opened; left out: its message comes at once. */
  readonly openedMs?: number | undefined;
}

/** When the message of a cell comes, if its turn is then. */
const comesAt = ({ turnMs, openedMs }: Timing): number =>
  openedMs === undefined ? turnMs : Math.max(turnMs, openedMs + COMES_AFTER_MS);

/** How long cells take that have not to wait any more: the slowest one of the last four. */
const newPace = () => {
  const lately: number[] = [];
  const slowest = (): number => (lately.length === 0 ? USUAL_MS : Math.max(...lately));
  return {
    note: (timing: Timing, overMs: number): void => {
      lately.push(overMs - comesAt(timing));
      if (lately.length > LATELY) lately.shift();
    },
    /** When it will be over, as it seems. */
    overAt: (timing: Timing): number => comesAt(timing) + slowest(),
  };
};

interface Parts<One, Story> {
  /** Begins a cell; `undefined`: that one has no part to begin with. */
  readonly openOne: (one: One) => Story | undefined;
  readonly clock: Clock;
}

export const openedAhead = <One extends object, Story>({ openOne, clock }: Parts<One, Story>) => {
  const opened = new Map<One, { readonly openedMs: number; readonly story: Story | undefined }>();
  const pace = newPace();
  let callOff = (): void => undefined;

  const open = (one: One): void => {
    if (!opened.has(one)) opened.set(one, { openedMs: clock.now(), story: openOne(one) });
  };
  const timingOf = (one: One, turnMs: number): Timing => {
    const { openedMs, story } = opened.get(one) ?? {};
    return story === undefined ? { turnMs } : { turnMs, openedMs };
  };

  /** Opens the next one as soon as it is time for that, and the one behind it ... */
  const openInTime = ([next, ...others]: readonly One[], turnMs: number): void => {
    if (!next) return;
    callOff = clock.wakeAt(turnMs - EARLY_MS, () => {
      open(next);
      openInTime(others, pace.overAt(timingOf(next, turnMs)));
    });
  };

  return {
    /** It is the turn of the first of them; `play` is given what was opened, and whether its message has come already. */
    during: async <Result>(
      [one, ...coming]: readonly [One, ...One[]],
      play: (story: Story | undefined, isMissed: boolean) => Promise<Result>,
    ): Promise<Result> => {
      callOff();
      const turnMs = clock.now();
      open(one);
      const early = timingOf(one, turnMs);
      const isMissed = early.openedMs !== undefined && turnMs - early.openedMs > COMES_AFTER_MS;
      const timing = isMissed ? { turnMs, openedMs: turnMs } : early;
      openInTime(coming, pace.overAt(timing));
      const result = await play(opened.get(one)?.story, isMissed);
      pace.note(timing, clock.now());
      return result;
    },
  };
};
