// All that several streams have above a version each: one question, and one more for each that has grown by much.
import type { CommitStore, StreamSlice } from '../store/store.ts';

/** `from`: by stream the version above which events are asked for. Streams without any are left out. Rejects with the store's error. */
export const loadBeyond = async (
  store: Pick<CommitStore, 'grown' | 'load'>,
  from: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, StreamSlice['events']>> => {
  if (from.size === 0) return new Map();
  const grown = await store.grown([...from.keys()], (stream) => from.get(stream) ?? 0);
  const whole = [...grown].map(async ([stream, { events, isWhole }]) => {
    const rest = isWhole ? [] : (await store.load(stream, events.at(-1)?.version ?? 0)).events;
    return [stream, [...events, ...rest]] as const;
  });
  return new Map(await Promise.all(whole));
};
