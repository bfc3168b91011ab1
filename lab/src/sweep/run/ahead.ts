// Cells whose message comes only after many seconds are opened ahead of their turn: as many as are played in that time at the pace of late.
// An order that is opened sooner is over before the process is told to die for it.

/** Sooner after its order nobody loses patience with the settings of a sweep, ms. */
const COMES_AFTER_MS = 15_000;
/** Of that, so much is used: a pace may change. */
const USED_MS = 12_000;
const MOST_AHEAD = 5;
const LATELY = 4;

export interface Pace {
  /** `tookMs`: from its turn on. `openedMs`: how long before its turn it was opened, if it was opened by itself. */
  readonly note: (tookMs: number, openedMs?: number) => void;
  /** How many cells behind the next one may be open. */
  readonly ahead: () => number;
}

export const newPace = (): Pace => {
  const lately: number[] = [];
  return {
    note: (tookMs, openedMs = COMES_AFTER_MS) => {
      lately.push(tookMs - Math.max(0, COMES_AFTER_MS - openedMs));
      if (lately.length > LATELY) lately.shift();
    },
    ahead: () => Math.min(MOST_AHEAD, Math.floor(USED_MS / Math.max(1, ...lately))),
  };
};

/** `openOne` begins a cell; `undefined`: that one has no part to begin with. */
export const openedAhead = <One extends { readonly n: number }, Story>(
  openOne: (one: One) => Story | undefined,
) => {
  const opened = new Map<number, { readonly atMs: number; readonly story: Story | undefined }>();
  const pace = newPace();
  const storyOf = ({ n }: One): Story | undefined => opened.get(n)?.story;
  return {
    /** Those whose turn comes soon; the first one is the next. */
    open: (coming: readonly One[]): void => {
      for (const one of coming.slice(0, 1 + pace.ahead()))
        if (!opened.has(one.n)) opened.set(one.n, { atMs: performance.now(), story: openOne(one) });
    },
    has: (one: One): boolean => storyOf(one) !== undefined,
    /** It is its turn: `play` is given what was opened. */
    during: async <Result>(
      one: One,
      play: (story: Story | undefined) => Promise<Result>,
    ): Promise<Result> => {
      const turn = performance.now();
      const result = await play(storyOf(one));
      const { atMs = turn, story } = opened.get(one.n) ?? {};
      pace.note(performance.now() - turn, story && turn - atMs);
      return result;
    },
  };
};
