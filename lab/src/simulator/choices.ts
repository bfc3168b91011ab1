// Every choice of a run by its name: its value depends on the seed and on the name alone, so that taking one away changes no
// other. 0 is always the simplest: no fault, no delay.
import { fraction, hashOf, mixed } from './hash.ts';
import type { Choices } from './simulation.ts';

/** One point of a run at which something may be chosen. */
export interface Moment {
  readonly label: string;
  /** The how-manieth of this label, from 1. */
  readonly n: number;
  readonly hash: number;
}

export interface Chooser {
  /** What happens under the same label several times is told apart by its number. */
  readonly moment: (label: string) => Moment;
  /** 0 to `most`; other than 0 with this chance, and then each equally often. */
  readonly pick: (moment: Moment, aspect: string, most: number, chance: number) => number;
  /** 0, or n with the chance `chances[n - 1]`. */
  readonly pickOne: (moment: Moment, aspect: string, chances: readonly number[]) => number;
  /** All that were not 0 so far, in their order. */
  readonly taken: Choices;
}

const nameOf = ({ label, n }: Moment, aspect: string): string =>
  n === 1 ? `${label}: ${aspect}` : `${label} (${n}): ${aspect}`;

/** Chooses by a seed, or takes what was `given`. */
export const chooser = (seed: number, given?: Choices): Chooser => {
  const times = new Map<string, number>();
  const taken = new Map<string, number>();
  const noted = (moment: Moment, aspect: string, value: number): number => {
    if (value !== 0) taken.set(nameOf(moment, aspect), value);
    return value;
  };
  const givenValue = (choices: Choices, moment: Moment, aspect: string, most: number): number =>
    noted(moment, aspect, Math.min(choices.get(nameOf(moment, aspect)) ?? 0, most));

  return {
    taken,
    moment: (label) => {
      const n = (times.get(label) ?? 0) + 1;
      times.set(label, n);
      return { label, n, hash: mixed(hashOf(seed, label), n) };
    },
    pick: (moment, aspect, most, chance) => {
      if (given) return givenValue(given, moment, aspect, most);
      const hash = hashOf(moment.hash, aspect);
      if (most < 1 || fraction(hash) >= chance) return 0;
      return noted(moment, aspect, 1 + (mixed(hash, 1) % most));
    },
    pickOne: (moment, aspect, chances) => {
      if (given) return givenValue(given, moment, aspect, chances.length);
      let left = fraction(hashOf(moment.hash, aspect));
      for (const [n, chance] of chances.entries()) {
        if (left < chance) return noted(moment, aspect, n + 1);
        left -= chance;
      }
      return 0;
    },
  };
};
