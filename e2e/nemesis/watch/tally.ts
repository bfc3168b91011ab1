// Counters of processes that die and begin at 0 again, added up over all their lives.
import { samplesIn } from '@saga-lab/lab/client/metrics';

type Labels = Readonly<Record<string, string>>;

export interface Tally {
  /** Takes what one process says at `/metrics` now. */
  readonly take: (part: string, text: string) => void;
  /**
   * So far, over all lives: of all parts unless told. What a process counted after it was last asked, and before it died, is
   * not in it.
   */
  readonly total: (name: string, where?: { readonly labels?: Labels; readonly part?: string }) => number;
  /** In how many lives a gauge was ever seen above 0. */
  readonly shown: (name: string, labels: Labels) => number;
  /** Processes that were seen of a part: 1 if it never died. */
  readonly lives: (part: string) => number;
}

interface Kept {
  readonly part: string;
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
  readonly most: number;
}

const START = 'process_start_time_seconds';

export const openTally = (names: readonly string[]): Tally => {
  const kept = new Map<string, Kept>();
  const lives = new Map<string, Set<number>>();

  const take = (part: string, text: string): void => {
    const started = samplesIn(text, START)[0]?.value ?? 0;
    lives.set(part, (lives.get(part) ?? new Set()).add(started));
    for (const name of names)
      for (const { labels, value } of samplesIn(text, name)) {
        const key = JSON.stringify([part, started, name, labels]);
        kept.set(key, { part, name, labels, value, most: Math.max(value, kept.get(key)?.most ?? 0) });
      }
  };
  const matching = (name: string, labels: Labels = {}, part?: string): readonly Kept[] =>
    [...kept.values()].filter(
      (each) =>
        each.name === name &&
        (part === undefined || each.part === part) &&
        Object.entries(labels).every(([label, value]) => each.labels[label] === value),
    );
  return {
    take,
    total: (name, { labels, part } = {}) =>
      matching(name, labels, part).reduce((sum, { value }) => sum + value, 0),
    shown: (name, labels) => matching(name, labels).filter(({ most }) => most > 0).length,
    lives: (part) => lives.get(part)?.size ?? 0,
  };
};
