// Stage 3 of a batch: the states of the streams that its messages name.
import { byStream } from '../../decider/by-stream.ts';
import type { Message } from '../../decider/message.ts';
import type { Folded, StreamCache } from '../stream-cache.ts';
import type { Beginnings } from './beginnings.ts';
import type { Entry } from './gather.ts';

export type FoldedStreams<S> = Readonly<Record<string, Folded<S>>>;

export interface LoadParts<S> {
  readonly cache: StreamCache<S>;
  readonly beginnings: Beginnings;
}

export interface Circumstances {
  /** Other instances write the same streams: states in memory may be old. */
  readonly isShared: boolean;
  /** Nothing says that any of the messages may have come before. */
  readonly areNew: boolean;
}

/**
 * Loads what is not in memory yet, but for streams that these messages seem to begin, or is not in memory as it is by now; gives back the names of the
 * streams that are as new as can be.
 */
export const load = async <S, M extends Message>(
  { cache, beginnings }: LoadParts<S>,
  entries: readonly Entry<M>[],
  { isShared, areNew }: Circumstances,
): Promise<ReadonlySet<string>> => {
  if (areNew && !isShared) beginnings.among(entries).forEach(cache.presumeEmpty);
  const streams = entries.flatMap((entry) => entry.streams);
  const asked = await cache.warm(streams, isShared);
  const isEmpty = (stream: string) => cache.peek(stream)?.version === 0;
  beginnings.learn(entries, new Map([...asked].map((stream) => [stream, isEmpty(stream)])));
  return asked;
};

/** What is in memory is there at once: nearly always that is all. */
export const loadEach = async <S>(
  streams: readonly string[],
  loadOne: (stream: string) => Folded<S> | Promise<Folded<S>>,
): Promise<FoldedStreams<S>> => {
  const found = streams.map(loadOne);
  const folded = found.every(isThere) ? found : await Promise.all(found.map(later));
  return byStream(streams, (_, index) => folded[index] as Folded<S>);
};

type Found<S> = Folded<S> | Promise<Folded<S>>;
const isThere = <S>(found: Found<S>): found is Folded<S> => 'version' in found;
const later = <S>(found: Found<S>): Promise<Folded<S>> => Promise.resolve(found);

/** The states alone, as a decider sees them. */
export const statesOf = <S>(folded: FoldedStreams<S>): Readonly<Record<string, S | undefined>> =>
  byStream(Object.keys(folded), (stream) => folded[stream]?.state);

/**
 * Looks a second time: if none of `durable` has changed, their states have been true together. One of an older moment than
 * the others can make any decision look impossible. The double collect of Afek et al., "Atomic Snapshots of Shared
 * Memory", 1993. States that are `ahead` are not looked at: what rests on them is decided again in any case.
 */
export const areOfOneMoment = async <S>(
  folded: FoldedStreams<S>,
  durable: readonly string[],
  cache: StreamCache<S>,
): Promise<boolean> => {
  if (durable.length < Object.keys(folded).length) return true;
  const again = await loadEach(durable, cache.fresh);
  return durable.every((stream) => again[stream]?.version === folded[stream]?.version);
};
