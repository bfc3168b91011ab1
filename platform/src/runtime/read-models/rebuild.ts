// Makes a read model anew: filled beside the live one, compared with it byte for byte, put in its place.
import { PermanentError, TransientError } from '../../decider/errors.ts';
import type { CommitStore } from '../../store/store.ts';
import { firstPlaceOf, streamFor, unfolded } from '../../views/projection.ts';
import type { Projection } from '../../views/projection.ts';
import type { ViewDocument, Views } from '../../views/views.ts';
import type { Clock, Ids } from '../ports.ts';
import { sleep } from '../time.ts';
import { differenceOf, unequalIn } from './compare.ts';
import type { Difference } from './compare.ts';
import { feedPosition, passOn } from './feed-position.ts';
import { fill } from './fill.ts';
import type { PlacesInUse } from './places.ts';
import { takeAlong } from './take-along.ts';

export interface RebuildParts {
  /** Of the feed. */
  readonly name: string;
  readonly store: CommitStore;
  readonly views: Views;
  readonly places: PlacesInUse;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'hash' | 'unique'>;
  /** Resolves once the feed brings its pages into all places as they are now. */
  readonly followAnew: () => Promise<void>;
  readonly isOver: () => boolean;
  readonly onEvents: (events: number) => void;
}

export interface Rebuilt {
  readonly documents: number;
  /** At most so many as are shown; `different` counts all that were looked at. */
  readonly differences: readonly Difference[];
  readonly different: number;
}

/** Differences that are told one by one. */
const MOST_SHOWN = 20;
/** Documents that are looked at twice: a read model that is wrong altogether differs in each. */
const MOST_SUSPECTS = 1_000;
/** How long the live documents may lag behind the history. */
const LAG_MS = 5_000;
const LOOK_AGAIN_MS = 50;

/**
 * Readers see the live one until the new one takes its place in one step; a process that dies on the way leaves the live one as it was.
 * @throws PermanentError REBUILD_SUPERSEDED if another instance has begun to make the same one anew; TransientError while the database is away, or STOPPED
 */
export const rebuild = async (projection: Projection, parts: RebuildParts): Promise<Rebuilt> => {
  const { views, places, ids, followAnew } = parts;
  const first = firstPlaceOf(projection);
  const made = `${first}@${ids.hash('place', ids.unique())}`;
  await views.tidy(first);
  await views.propose(first, made);
  places.fillBeside(projection.view, made);
  try {
    await followAnew();
    return await fillAndAdopt(projection, made, parts);
  } finally {
    places.fillBeside(projection.view, undefined);
    if (!parts.isOver()) await followAnew();
  }
};

const fillAndAdopt = async (projection: Projection, made: string, parts: RebuildParts): Promise<Rebuilt> => {
  const { name, views, places } = parts;
  const live = places.placeOf(projection.view);
  if (!(await fill([{ projection, place: made }], parts))) throw stopped();
  const from = places.all();
  await takeAlong({ projection, live, made }, parts);
  await (await feedPosition(views, name, from)).markFilled(made);
  const found = await differences({ projection, live, made }, parts);
  await passOn(views, name, { from, to: from.filter((place) => place !== live) });
  if (!(await views.adopt(firstPlaceOf(projection), made)))
    throw new PermanentError(
      'REBUILD_SUPERSEDED',
      `another instance has begun to make ${projection.view} anew`,
    );
  return { documents: await views.count(made, {}), ...found };
};

const stopped = () => new TransientError('STOPPED', 'the service stops');

interface Compared {
  readonly projection: Projection;
  readonly live: string;
  readonly made: string;
}

/** Both go on changing: what differs at first is looked at again until both show the same version, or the live one stays behind. */
const differences = async (
  compared: Compared,
  parts: RebuildParts,
): Promise<Pick<Rebuilt, 'differences' | 'different'>> => {
  const { clock, isOver } = parts;
  const found: Difference[] = [];
  const until = clock.now() + LAG_MS;
  for (let suspects = await suspectsIn(compared, parts); suspects.length > 0;) {
    const isLastLook = clock.now() >= until;
    const looks: Look[] = [];
    for (const id of suspects) looks.push(await lookAt(id, compared, parts));
    const settled = looks.filter(({ mayCatchUp }) => isLastLook || !mayCatchUp);
    found.push(...settled.flatMap(({ difference }) => difference ?? []));
    suspects = looks.filter((look) => !settled.includes(look)).map(({ id }) => id);
    if (isOver()) throw stopped();
    if (suspects.length > 0) await sleep(clock, LOOK_AGAIN_MS);
  }
  return { differences: found.slice(0, MOST_SHOWN), different: found.length };
};

const suspectsIn = async ({ live, made }: Compared, { views }: RebuildParts): Promise<readonly string[]> => {
  const suspects: string[] = [];
  for await (const id of unequalIn(views, live, made)) {
    suspects.push(id);
    if (suspects.length === MOST_SUSPECTS) break;
  }
  return suspects;
};

interface Look {
  readonly id: string;
  readonly difference?: Difference | undefined;
  /** The live document is behind the other. */
  readonly mayCatchUp: boolean;
}

const lookAt = async (
  id: string,
  { projection, live, made }: Compared,
  parts: RebuildParts,
): Promise<Look> => {
  const [ours] = await parts.views.get<ViewDocument>(live, [id]);
  const [theirs] = await parts.views.get<ViewDocument>(made, [id]);
  const mayCatchUp = versionOf(ours) < versionOf(theirs);
  const isAhead = ours && versionOf(ours) > versionOf(theirs);
  const wanted = isAhead ? await asOfVersion(id, projection, ours.version, parts.store) : theirs;
  return { id, difference: differenceOf(id, ours, wanted), mayCatchUp };
};

const versionOf = (document: ViewDocument | undefined): number => document?.version ?? 0;

/** What a document, or a row beside it, has to show at a version of its stream. */
const asOfVersion = async (
  id: string,
  projection: Projection,
  version: number,
  store: CommitStore,
): Promise<ViewDocument | undefined> => {
  const [head = id] = id.split('@');
  const { events } = await store.load(streamFor(projection, head), 0);
  const { document, rows } = unfolded(
    projection,
    head,
    events.filter((event) => event.version <= version),
  );
  return [document, ...rows].find((one) => one?._id === id);
};
