// What other instances commit they show themselves: a while later it is looked whether they have, and what they have not is shown here.
import type { DatedEvent } from '../../decider/decider.ts';
import type { Written } from '../../store/commit.ts';
import { loadBeyond } from '../load-beyond.ts';
import { documentIdOf, isFolded } from '../../views/projection.ts';
import type { KeeperParts, ReadTarget } from './keeper.ts';

export interface Others {
  /** Somebody else has written these, or nobody knows who has. */
  readonly note: (written: readonly Written[]) => void;
  /** How many streams are still to be looked at. */
  readonly size: () => number;
  /** Resolves when all that is noted now has had its time, and is looked at: what was not shown is taken. @throws what made that fail */
  readonly passed: () => Promise<void>;
  /** The same, without waiting for that time. */
  readonly settled: () => Promise<void>;
  /** Looks no more. */
  readonly stop: () => void;
}

/** What was noted is looked at once that is so long ago, or up to twice as long: until then whoever has written it has shown it, unless it is gone. */
const LOOKS_EVERY_MS = 1_500;

interface Noted {
  /** By stream. */
  readonly versions: Map<string, number>;
  readonly looked: PromiseWithResolvers<undefined>;
}

const nothingNoted = (): Noted => {
  const looked = Promise.withResolvers<undefined>();
  looked.promise.catch(() => undefined); // whoever waits for it hears of it
  return { versions: new Map(), looked };
};

/** For one place. `take` is given what has to be shown; `onFailure` is told why that cannot be known. */
export const others = (
  { store, views, clock }: KeeperParts,
  { projection, place, known }: ReadTarget,
  take: (events: readonly DatedEvent[]) => void,
  onFailure: (error: unknown) => void,
): Others => {
  /** Since the last look, and before it. */
  let young = nothingNoted();
  let old = nothingNoted();
  /** Looks that have begun; one that fails stays, and nothing counts as looked at any more. */
  const underway = new Set<Promise<void>>();
  let cancelWake: (() => void) | undefined;
  const size = (): number => young.versions.size + old.versions.size;

  const look = async (noted: ReadonlyMap<string, number>): Promise<void> => {
    const idOf = (stream: string): string => documentIdOf(projection, stream);
    const isAbove = (stream: string, version = 0): boolean => (noted.get(stream) ?? 0) > version;
    const unsure = [...noted.keys()].filter((stream) => isAbove(stream, known.peek(idOf(stream))?.version));
    if (unsure.length === 0) return;
    const shown = await views.versions(place, unsure.map(idOf));
    const behind = unsure.filter((stream) => isAbove(stream, shown.get(idOf(stream))));
    for (const stream of unsure) if (shown.has(idOf(stream))) known.forget(idOf(stream));
    const from = new Map(behind.map((stream) => [stream, shown.get(idOf(stream)) ?? 0]));
    for (const events of (await loadBeyond(store, from)).values()) take(events);
  };
  const lookAt = (...noted: readonly Noted[]): Promise<void> => {
    const looking = look(new Map(noted.flatMap(({ versions }) => [...versions])));
    underway.add(looking);
    looking.then(
      () => {
        underway.delete(looking);
        for (const { looked } of noted) looked.resolve(undefined);
      },
      (error: unknown) => {
        for (const { looked } of noted) looked.reject(error);
      },
    );
    return looking;
  };
  const wake = (): void => {
    cancelWake ??= clock.wakeAt(clock.now() + LOOKS_EVERY_MS, () => {
      cancelWake = undefined;
      const due = old;
      old = young;
      young = nothingNoted();
      if (size() > 0) wake();
      lookAt(due).catch(onFailure);
    });
  };

  const stop = (): void => {
    cancelWake?.();
    cancelWake = undefined;
  };

  return {
    stop,
    note: (written) => {
      const { versions } = young;
      for (const { stream, version } of written)
        if (isFolded(projection, stream)) versions.set(stream, Math.max(version, versions.get(stream) ?? 0));
      if (size() > 0) wake();
    },
    size,
    passed: async () => {
      const waitsFor = [old, young].filter(({ versions }) => versions.size > 0);
      await Promise.all([...underway, ...waitsFor.map(({ looked }) => looked.promise)]);
    },
    settled: async () => {
      stop();
      const all = [old, young];
      old = nothingNoted();
      young = nothingNoted();
      await Promise.all([...underway, lookAt(...all)]);
    },
  };
};
