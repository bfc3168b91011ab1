// Where the fold of a long stream may begin: at rows of a read model that say how a thing was after each of its events.
import { lineKey } from '../../views/projection.ts';
import type { Fold, Milestones, RowDocument } from '../../views/projection.ts';
import type { ViewDocument, Views } from '../../views/views.ts';

/** Of one thing; nothing where the read model has no such row yet. */
export const milestonesOf =
  <D extends ViewDocument>(
    views: Pick<Views, 'get'>,
    { view, foldOf }: Milestones<D>,
    id: string,
  ): ((version: number) => Promise<Fold<D> | undefined>) =>
  async (version) => {
    const [row] = await views.get<RowDocument>(view, [`${id}@${lineKey(version)}`]);
    return row && foldOf(row);
  };

interface Search<D extends ViewDocument> {
  /** Known already. */
  readonly from: Fold<D>;
  readonly isWanted: (fold: Fold<D>) => boolean;
  /** So many versions are between two milestones that are looked at. */
  readonly apart: number;
}

/**
 * The last wanted one of a stream in which the wanted ones come first, or `from`: in steps that double, and then halve. Where some are
 * missing, one that is earlier.
 */
export const lastMilestone = async <D extends ViewDocument>(
  at: (version: number) => Promise<Fold<D> | undefined>,
  { from, isWanted, apart }: Search<D>,
): Promise<Fold<D>> => {
  let found = from;
  const reaches = async (step: number): Promise<boolean> => {
    const fold = await at(found.version + step);
    if (!fold || !isWanted(fold)) return false;
    found = fold;
    return true;
  };
  let step = apart;
  while (await reaches(step)) step *= 2;
  for (step /= 2; step >= apart; step /= 2) await reaches(step);
  return found;
};
