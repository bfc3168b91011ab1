// A bounded map: of too many values those go that were set longest ago.

export interface RecentlyUsed<V> {
  readonly get: (key: string) => V | undefined;
  readonly has: (key: string) => boolean;
  /** It is then among the last ones to go. */
  readonly set: (key: string, value: V) => void;
  readonly delete: (key: string) => void;
}

/**
 * Keeps at most `capacity` values, and at least the half of them that was set last. In two generations: when the younger one is full it
 * becomes the older one, whose values go. So nothing is moved when a value is set again.
 */
export const recentlyUsed = <V>(capacity: number): RecentlyUsed<V> => {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    has: (key) => young.has(key) || old.has(key),
    set: (key, value) => {
      young.set(key, value);
      if (young.size < capacity / 2) return;
      old = young;
      young = new Map();
    },
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
  };
};
