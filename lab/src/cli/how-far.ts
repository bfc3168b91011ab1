// A bar for what takes long inside a verb, on stderr, and gone when it is over.
import { progressBar } from './progress-bar.ts';
import type { HowFar, ProgressBar } from './progress-bar.ts';

/** Called whenever something has got further; `share` between 0 and 1, where the end is known. */
export type Far = (text: string, share?: number) => void;

/** Milliseconds after which somebody wants to know how far it is. */
const PATIENCE_MS = 2_000;

export const withBar = async <T>(work: (far: Far) => Promise<T>): Promise<T> => {
  let now: HowFar = { text: '' };
  let bar: ProgressBar | undefined;
  const patience = setTimeout(() => {
    bar = progressBar(process.stderr, () => now);
  }, PATIENCE_MS);
  try {
    return await work((text, share) => {
      now = { text, ...(share !== undefined && { share }) };
    });
  } finally {
    clearTimeout(patience);
    bar?.stop();
  }
};
