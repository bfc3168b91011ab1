// The past of a simulated run, asked for at its end as the routes do it, and compared with a full replay each time.
import { validPastOf } from '@saga-lab/platform/http/routes/valid-past';
import type { FoldThen } from '@saga-lab/platform/http/routes/valid-past';
import type { Moments } from '@saga-lab/platform/http/routes/moments';
import type { ReadViews } from '@saga-lab/platform/runtime/read-models/places';
import type { Fold } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { currentViews } from '../../simulator/current-views.ts';
import { fraction, hashOf } from '../../simulator/hash.ts';
import { homes, lists, resourceOf } from './record.ts';
import type { List, Recording } from './record.ts';

export type Ask = (list: List, id: string, moments: Moments) => Promise<Fold<ViewDocument>>;

export interface Asking {
  readonly ask: Ask;
  /** How many rows of read models were given as places to begin at. */
  readonly rows: () => number;
  /** Where what was asked for is not what a full replay says. */
  readonly flaws: () => readonly string[];
}

/** Streams of simulated runs are short, so slices are, too. */
const MOST_AT_ONCE = 4;
/** Of a hundred rows so many look as if the read model had not got to them yet. */
const MISSING = 0.3;

export const askingLater = async ({ databases }: Recording, seed: number): Promise<Asking> => {
  const flaws: string[] = [];
  let rows = 0;
  const withSomeMissing = ({ get }: ReadViews): Pick<ReadViews, 'get'> => ({
    get: async (view, ids) => {
      const there = ids.filter((id) => fraction(hashOf(seed, `${view}/${id}`)) >= MISSING);
      const found = there.length > 0 ? await get(view, there) : [];
      rows += found.length;
      return found as never;
    },
  });
  const slice = 1 + (hashOf(seed, 'slice') % MOST_AT_ONCE);
  const pasts = new Map<
    List,
    { readonly then: FoldThen<ViewDocument>; readonly replay: FoldThen<ViewDocument> }
  >();
  for (const list of lists) {
    const { store, views } = databases()[homes[list]];
    const current = withSomeMissing(await currentViews(homes[list], views));
    pasts.set(list, {
      then: validPastOf(resourceOf(list), { store, views: current, slice }),
      replay: validPastOf(resourceOf(list), { store }),
    });
  }
  const ask: Ask = async (list, id, moments) => {
    const past = pasts.get(list);
    if (!past) throw new Error(`nobody asks for ${list}`);
    const [{ fold }, replayed] = [await past.then(id, moments), await past.replay(id, moments)];
    const [is, wanted] = [JSON.stringify(fold), JSON.stringify(replayed.fold)];
    if (is !== wanted)
      flaws.push(`${list}/${id} at ${JSON.stringify(moments)} is ${is}, and replayed ${wanted}`);
    return fold;
  };
  return { ask, rows: () => rows, flaws: () => flaws };
};
