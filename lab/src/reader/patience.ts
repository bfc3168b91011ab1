// Looking again and again, because what is looked at follows a little later.
import { eventually } from '@saga-lab/platform/time/eventually';

class NotYet<T> extends Error {
  readonly seen: T;
  constructor(seen: T) {
    super('It is not as it should be (yet).');
    this.seen = seen;
  }
}

/** The first that was seen and is fine; if there is none within `forMs` after the first look, the last that was seen. */
export const patiently = async <T>(
  look: () => Promise<T>,
  { isFine, forMs }: { isFine: (seen: T) => boolean; forMs: number },
): Promise<T> => {
  const first = await look(); // of a crowd this alone takes a while
  if (isFine(first)) return first;
  const probe = async () => {
    const seen = await look();
    if (isFine(seen)) return seen;
    throw new NotYet(seen);
  };
  try {
    return await eventually(probe, { timeoutMs: forMs, everyMs: 100 });
  } catch (error) {
    if (error instanceof NotYet) return error.seen as T;
    throw error;
  }
};
