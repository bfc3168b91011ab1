// One read model in one place: the events that it takes are folded together once in a while, and what they make is written once.
import type { DatedEvent } from '../../decider/decider.ts';
import type { CommitStore } from '../../store/store.ts';
import { documentIdOf } from '../../views/projection.ts';
import type { Projection } from '../../views/projection.ts';
import type { Views } from '../../views/views.ts';
import { foldEvents } from '../fold-page.ts';
import type { Clock, Observer } from '../ports.ts';
import type { Target } from './fill.ts';
import type { KnownDocuments } from './known-documents.ts';

export interface KeeperParts {
  readonly store: CommitStore;
  readonly views: Views;
  readonly observer: Observer;
  readonly clock: Clock;
}

/** `isRead`: readers are shown this one. */
export interface ReadTarget extends Target {
  readonly isRead: boolean;
  readonly known: KnownDocuments;
}

export interface Keeper {
  readonly projection: Projection;
  /** To be shown before long. `isOwn`: this process has made them, so a stream that begins with one of them was not there before. */
  readonly take: (events: readonly DatedEvent[], isOwn: boolean) => void;
  /** Resolves once all that was taken is shown. @throws what made that fail; then it takes no more */
  readonly settled: () => Promise<void>;
  /** How many events wait. */
  readonly size: () => number;
}

/** How far it may lag behind under load, ms, unless the projection says otherwise. */
const MAY_LAG_MS = 400;
/** So long a writing makes it rest as long as it may; so does one of so many events. */
const LONG_MS = 100;
const MANY = 20;
/** So many at once come where many sagas are underway, each longer than `MAY_LAG_MS`: with a longer rest each of their documents is written half as often. */
const VERY_MANY = 200;
const MAY_LAG_WITH_VERY_MANY_MS = 800;
/** With so many events there is enough to fold together: it rests no longer, or they would wait faster than they are written. */
const ENOUGH = 4_000;

/**
 * After each writing it rests the longer, the longer that took or the more there was to write, so that under load more events of one
 * document come together. Alone on the machine that is some milliseconds.
 * `onFailure` is told, once, why it cannot go on; it is not asked for what nobody waits for.
 */
export const keeper = (
  parts: KeeperParts,
  target: ReadTarget,
  onFailure: (error: unknown) => void,
): Keeper => {
  const { clock } = parts;
  const { projection, known } = target;
  let waiting: DatedEvent[] = [];
  let restsUntil = -Infinity;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;
  let wakesAt = Infinity;
  let cancelWake = (): void => undefined;
  let hasFailed = false;

  const write = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    isWriting = true;
    const from = clock.now();
    await show(parts, target, events);
    restsUntil = clock.now() + restAfter(projection, clock.now() - from, events.length);
    isWriting = false;
    wake();
  };
  const settled = (): Promise<void> => {
    cancelWake();
    wakesAt = Infinity;
    writing = writing.then(write);
    writing.catch((error: unknown) => {
      if (hasFailed) return;
      hasFailed = true;
      onFailure(error);
    });
    return writing;
  };
  const wake = (): void => {
    if (isWriting || waiting.length === 0) return;
    const instant = waiting.length >= ENOUGH ? clock.now() : Math.max(clock.now(), restsUntil);
    if (instant >= wakesAt) return;
    cancelWake();
    wakesAt = instant;
    cancelWake = clock.wakeAt(instant, () => void settled().catch(() => undefined));
  };

  return {
    projection,
    take: (events, isOwn) => {
      if (hasFailed) return;
      if (isOwn) known.begin(idsOfNew(projection, events));
      for (const event of events) waiting.push(event);
      wake();
    },
    settled,
    size: () => waiting.length,
  };
};

const idsOfNew = (projection: Projection, events: readonly DatedEvent[]): readonly string[] =>
  events.filter(({ version }) => version === 1).map(({ stream }) => documentIdOf(projection, stream));

const restAfter = ({ mayLagMs }: Projection, took: number, events: number): number => {
  const most = mayLagMs ?? (events < VERY_MANY ? MAY_LAG_MS : MAY_LAG_WITH_VERY_MANY_MS);
  return events < MANY ? Math.min(most, (most / LONG_MS) * took) : most;
};

/** Folds events, and tells how old each was when it could be read. */
const show = async (
  { store, views, observer, clock }: KeeperParts,
  { projection, place, known, isRead }: ReadTarget,
  events: readonly DatedEvent[],
): Promise<void> => {
  const shown = await foldEvents({ store, views, projection, place, known }, events);
  if (!isRead || shown.length === 0) return;
  const now = clock.now();
  observer({
    kind: 'projected',
    view: projection.view,
    lags: shown.map((event) => now - begunAt(projection, event)),
  });
};

const begunAt = ({ acrossServices }: Projection, { at, toldAt = at }: DatedEvent): number =>
  acrossServices ? toldAt : at;
