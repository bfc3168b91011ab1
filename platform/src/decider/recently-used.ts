// A bounded map: of too many the one that was set longest ago goes.

export interface RecentlyUsed<V> {
  readonly get: (key: string) => V | undefined;
  readonly has: (key: string) => boolean;
  /** It is then the last one to go. */
  readonly set: (key: string, value: V) => void;
  readonly delete: (key: string) => void;
}

/** Keeps at most `capacity` values. */
export const recentlyUsed = <V>(capacity: number): RecentlyUsed<V> => {
  /** Least recently set first: a Map keeps the order of insertion. */
  const values = new Map<string, V>();
  return {
    get: (key) => values.get(key),
    has: (key) => values.has(key),
    set: (key, value) => {
      values.delete(key);
      values.set(key, value);
      if (values.size > capacity) values.delete(values.keys().next().value ?? '');
    },
    delete: (key) => {
      values.delete(key);
    },
  };
};
