// Rows of a picture that come again and again, as of a saga that repeats its command for ever, told once.

const LONGEST_CYCLE = 4;
/** Of a cycle that comes more often than that. */
const SHOWN = 3;
const TIME = 8;

/** @param note the row that says how often the same came. */
export const withoutRepetition = (
  lines: readonly string[],
  note: (times: number) => string,
): readonly string[] => {
  const keys = lines.map(keyOf);
  const kept: string[] = [];
  for (let at = 0; at < lines.length;) {
    const { length, times } = cycleAt(keys, at);
    const isFolded = times > SHOWN + 1;
    kept.push(...lines.slice(at, at + length * (isFolded ? SHOWN : times)));
    if (isFolded) kept.push(note(times - SHOWN));
    at += length * times;
  }
  return kept;
};

/** Without the time, the number of an attempt, and how long the arrow therefore is. */
const keyOf = (line: string): string =>
  line
    .slice(TIME)
    .replace(/\(\d+\)/, '(n)')
    .replace(/~ [\d.]+ s /, '~ n s ')
    .replaceAll(/[-=.]{2,}/g, '=')
    .replaceAll(/ +/g, ' ');

const cycleAt = (
  keys: readonly string[],
  at: number,
): { readonly length: number; readonly times: number } => {
  for (let length = 1; length <= LONGEST_CYCLE; length += 1) {
    const times = timesOf(keys, at, length);
    if (times > SHOWN + 1) return { length, times };
  }
  return { length: 1, times: 1 };
};

const timesOf = (keys: readonly string[], at: number, length: number): number => {
  let end = at + length;
  while (end < keys.length && keys[end] === keys[end - length]) end += 1;
  return Math.floor((end - at) / length);
};
