// Counts what is done, and says how much every few seconds.

const EVERY_MS = 5_000;

/** Called for each thing that is done. */
export const nowAndThen = (say: (line: string) => void, line: (n: number) => string): (() => void) => {
  let n = 0;
  let said = performance.now();
  return () => {
    n += 1;
    if (performance.now() < said + EVERY_MS) return;
    said = performance.now();
    say(line(n));
  };
};
