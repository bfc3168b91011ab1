// `?atLeast=<version>`: a query that waits until it can show what one has written oneself.
import { z } from 'zod';
import type { Reached } from '../../runtime/read-models/reached.ts';
import { numeral } from './pages.ts';
import { Problem } from './problem.ts';

/** Longest wait of a query, ms. */
const PATIENCE_MS = 5_000;

/** Query parameter of whatever shows one thing; spread it into a strict object. */
export const atLeastParameter = {
  atLeast: z
    .preprocess(numeral, z.int().min(1))
    .optional()
    .describe(
      'A version of this thing, such as the `version` of an answer: waits for it, for some seconds, or answers 503',
    ),
};

/** What a query of one thing may answer beside the thing itself. */
export const tooEarly = {
  503: { description: 'It is not at that version yet (`NOT_YET`), or something is away; ask again later' },
};

export interface AtLeast {
  /** For people: `order o1`. */
  readonly name: string;
  readonly stream: string;
  readonly version: number | undefined;
  readonly reached: Reached;
}

/**
 * Looks once; and if that is too early, once more as soon as the stream has got there.
 * @throws Problem 503 NOT_YET
 */
export const atLeast = async <D extends { readonly version: number }>(
  { name, stream, version, reached }: AtLeast,
  look: () => Promise<D | undefined>,
): Promise<D | undefined> => {
  if (version === undefined) return look();
  const isThere = (found: D | undefined): boolean => (found?.version ?? 0) >= version;
  const waiter = reached.until(stream, version, PATIENCE_MS);
  try {
    const found = await look();
    if (isThere(found)) return found;
    await waiter.came;
    const later = await look();
    if (isThere(later)) return later;
    const at = later?.version ?? 0;
    throw new Problem(503, 'NOT_YET', `The ${name} is at version ${at}, and not at ${version} yet.`, {
      version: at,
    });
  } finally {
    waiter.cancel();
  }
};
