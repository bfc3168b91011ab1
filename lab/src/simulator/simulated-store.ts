// The commit store as one process sees it over a network, and what may go wrong with it.
import { TransientError } from '@saga-lab/platform/decider/errors';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { CommitStore, InsertResult } from '@saga-lab/platform/store/store';
import type { DeadLetters } from '@saga-lab/platform/store/dead-letters';
import type { Views } from '@saga-lab/platform/views/views';
import { call } from './call.ts';
import type { Caller } from './call.ts';
import { follow } from './simulated-feed.ts';
import type { FaultTable } from './world.ts';

const SOCKET_TIMEOUT_US = 1_500_000;

const away = (): Promise<never> =>
  Promise.reject(new TransientError('STORE_UNAVAILABLE', 'the simulated database does not answer'));
const unknown = (): Promise<InsertResult> =>
  Promise.resolve({ status: 'unknown', error: 'no answer of the simulated database' });

/** `ReserveStock (3f2a)`, and how many with it. */
const namesOf = ([first, ...others]: readonly Commit[]): string =>
  first === undefined
    ? 'nothing'
    : `${first.input.type} (${first.correlationId.slice(0, 4)})${others.length > 0 ? ` +${others.length}` : ''}`;

type Remote = <T>(doing: string, effect: () => Promise<T>) => Promise<T>;

/** Reads, and writes that may be repeated: done, or not, and either answered or not. */
const remote = (caller: Caller): Remote => {
  const { world, process } = caller;
  const faults = world.table('kill before', 'kill after', 'call failed', 'call unanswered');
  const common = { link: process.toStore, faults, silence: away, patience: SOCKET_TIMEOUT_US };
  return (doing, effect) => call(caller, { ...common, doing, effect });
};

export const simulatedStore = (store: CommitStore, caller: Caller): CommitStore => {
  const at = remote(caller);
  const { world, process } = caller;
  const one = ['kill before', 'kill after', 'write lost', 'write unanswered', 'write late'] as const;
  const faultsOfOne = world.table(...one);
  const faultsOfMany = world.table(...one, 'write in part');
  const insert = (commits: readonly Commit[], faults: FaultTable): Promise<InsertResult> =>
    call(caller, {
      doing: `committing ${namesOf(commits)}`,
      link: process.toStore,
      faults,
      effect: () => store.insertOrdered(commits),
      part: (moment) =>
        store.insertOrdered(commits.slice(0, world.pick(moment, 'part', commits.length - 1, 0.7))),
      silence: unknown,
      patience: SOCKET_TIMEOUT_US,
    });
  return {
    insertOrdered: (commits) => insert(commits, commits.length > 1 ? faultsOfMany : faultsOfOne),
    correlated: (id, after, limit) =>
      at('reading what one request led to', () => store.correlated(id, after, limit)),
    find: (ids) => at('looking into its inbox', () => store.find(ids)),
    grown: (streams, above) => at('asking which streams have grown', () => store.grown(streams, above)),
    load: (stream, after, upTo) => at(`loading ${shortened(stream)}`, () => store.load(stream, after, upTo)),
    snapshot: (stream) => at(`loading the snapshot of ${shortened(stream)}`, () => store.snapshot(stream)),
    snapshots: (after, limit) => at('listing snapshots', () => store.snapshots(after, limit)),
    saveSnapshot: (snapshot) => at('keeping a snapshot', () => store.saveSnapshot(snapshot)),
    dropSnapshots: () => at('throwing snapshots away', () => store.dropSnapshots()),
    markSent: (marks) => at('marking what is sent', () => store.markSent(marks)),
    claimDue: (limit, lease) => at('claiming what is due', () => store.claimDue(limit, lease)),
    pending: () => at('counting what is pending', () => store.pending()),
    now: () => at('asking for the time', () => store.now()),
    page: (after, limit) => at('reading its history', () => store.page(after, limit)),
    follow: (...asked) => follow(store, caller, ...asked),
    tombstones: (ids) => at('looking for tombstones', () => store.tombstones(ids)),
    allTombstones: (after, limit) => at('listing tombstones', () => store.allTombstones(after, limit)),
    forgottenUpTo: () => at('asking how far it has forgotten', () => store.forgottenUpTo()),
    keepTombstone: (tombstone) => at('keeping a tombstone', () => store.keepTombstone(tombstone)),
    forget: (id, streams) => at('forgetting', () => store.forget(id, streams)),
    close: () => Promise.resolve(),
  };
};

const shortened = (stream: string): string => stream.slice(0, stream.indexOf('-') + 5);

export const simulatedViews = (views: Views, caller: Caller): Views => {
  const at = remote(caller);
  return {
    get: (view, ids) => at(`reading ${view}`, () => views.get(view, ids)),
    versions: (view, ids) => at(`asking how far ${view} is`, () => views.versions(view, ids)),
    find: (view, query) => at(`listing ${view}`, () => views.find(view, query)),
    count: (view, where) => at(`counting ${view}`, () => views.count(view, where)),
    put: (view, documents) => at(`writing ${view}`, () => views.put(view, documents)),
    position: (feed) => at('reading the position of its feed', () => views.position(feed)),
    savePosition: (feed, position) =>
      at('keeping the position of its feed', () => views.savePosition(feed, position)),
    places: () => at('asking where its read models are', () => views.places()),
    propose: (first, next) => at(`beginning ${first} anew`, () => views.propose(first, next)),
    adopt: (first, next) => at(`putting the new ${first} in place`, () => views.adopt(first, next)),
    tidy: (first) => at(`deleting old places of ${first}`, () => views.tidy(first)),
  };
};

export const simulatedDeadLetters = (letters: DeadLetters, caller: Caller): DeadLetters => {
  const at = remote(caller);
  return {
    add: (letter) => at('keeping a dead letter', () => letters.add(letter)),
    list: (after, limit) => at('listing dead letters', () => letters.list(after, limit)),
    get: (id) => at('reading a dead letter', () => letters.get(id)),
    noteReplay: (id, replay) => at('noting a replay', () => letters.noteReplay(id, replay)),
    count: () => at('counting dead letters', () => letters.count()),
  };
};
