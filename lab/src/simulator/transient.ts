// Messages that a broker keeps in memory only: no service sends any, but a twin does.
import type { Destination } from '@saga-lab/platform/bus/bus';

const marks = new WeakSet<Destination>();

/** The same destination, for a message that the broker may lose when it restarts. */
export const transient = (destination: Destination): Destination => {
  const marked = { ...destination };
  marks.add(marked);
  return marked;
};

export const isTransient = (destination: Destination): boolean => marks.has(destination);
