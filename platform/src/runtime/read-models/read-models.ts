// The read models of one process: kept by the projector, read by their names, waited for, and made anew.
import { errorMessage, PermanentError } from '../../decider/errors.ts';
import type { CommitStore, FollowedCommit } from '../../store/store.ts';
import type { Projection } from '../../views/projection.ts';
import type { Views } from '../../views/views.ts';
import type { Clock, Ids, Observer } from '../ports.ts';
import { projector } from '../projector.ts';
import type { Startable } from '../start-order.ts';
import type { Difference } from './compare.ts';
import { placesInUse, viewsAt } from './places.ts';
import type { ReadViews } from './places.ts';
import { reached } from './reached.ts';
import type { Reached } from './reached.ts';

/** The last time that one was made anew in this process. Times in milliseconds. */
export type RebuildState =
  | { readonly status: 'RUNNING'; readonly events: number; readonly ms: number }
  | { readonly status: 'FAILED'; readonly events: number; readonly ms: number; readonly error: string }
  | {
      readonly status: 'DONE';
      readonly events: number;
      readonly ms: number;
      readonly documents: number;
      readonly different: number;
      readonly differences: readonly Difference[];
    };

export interface ReadModelState {
  readonly model: string;
  /** It does not show all yet: it is new, and being filled from the history. */
  readonly isFilling: boolean;
  readonly rebuild?: RebuildState;
}

export interface ReadModels extends Startable {
  readonly ready: ReturnType<typeof projector>['ready'];
  /** Each by the name of its projection, wherever it is. */
  readonly views: ReadViews;
  readonly reached: Reached;
  readonly isFilling: (view: string) => boolean;
  /** To be told of each commit that this process made, once it is durable: so it needs no reading. */
  readonly take: (commit: FollowedCommit) => void;
  readonly states: () => readonly ReadModelState[];
  /** Begins to make one anew. @throws PermanentError UNKNOWN_READ_MODEL; REBUILD_RUNNING while one is made anew here */
  readonly beginRebuild: (model: string) => ReadModelState;
}

interface Parts {
  readonly name: string;
  readonly store: CommitStore;
  readonly views: Views;
  readonly projections: readonly Projection[];
  readonly observer: Observer;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'hash' | 'unique'>;
}

export const readModels = (parts: Parts): ReadModels => {
  const { projections, views, clock } = parts;
  const places = placesInUse(projections, views);
  const waiters = reached(clock);
  const keeper = projector({ ...parts, places, onDurable: waiters.note });
  const jobs = new Map<string, () => RebuildState>();

  const stateOf = (model: string): ReadModelState => {
    const job = jobs.get(model);
    return { model, isFilling: keeper.isFilling(model), ...(job && { rebuild: job() }) };
  };
  const beginRebuild = (model: string): ReadModelState => {
    const projection = projections.find(({ view }) => view === model);
    const names = projections.map(({ view }) => view).join(', ');
    if (!projection)
      throw new PermanentError('UNKNOWN_READ_MODEL', `there is no read model ${model} here, only ${names}`);
    const running = [...jobs].find(([, state]) => state().status === 'RUNNING');
    if (running) throw new PermanentError('REBUILD_RUNNING', `${running[0]} is being made anew`);
    jobs.set(
      model,
      begun(clock, (onEvents) => keeper.rebuild(projection, onEvents)),
    );
    return stateOf(model);
  };

  return {
    start: keeper.start,
    stop: keeper.stop,
    ready: keeper.ready,
    views: viewsAt(views, places.placeOf),
    reached: waiters,
    isFilling: keeper.isFilling,
    take: keeper.take,
    states: () => projections.map(({ view }) => stateOf(view)),
    beginRebuild,
  };
};

/** What can be seen of work that goes on by itself. */
const begun = (
  clock: Clock,
  work: (onEvents: (events: number) => void) => ReturnType<ReturnType<typeof projector>['rebuild']>,
): (() => RebuildState) => {
  const startedAt = clock.now();
  let events = 0;
  let end: RebuildState | undefined;
  const sofar = () => ({ events, ms: clock.now() - startedAt });
  work((many) => (events = many)).then(
    (rebuilt) => (end = { status: 'DONE', ...sofar(), ...rebuilt }),
    (error: unknown) => (end = { status: 'FAILED', ...sofar(), error: errorMessage(error) }),
  );
  return () => end ?? { status: 'RUNNING', ...sofar() };
};
