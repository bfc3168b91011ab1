// A parallel history: what would have been recorded had one thing been otherwise, decided again by the product's own deciders.
// Source of the term: M. Fowler, Parallel Model and Retroactive Event, martinfowler.com/eaaDev, 2005.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { Message } from '@saga-lab/platform/decider/message';
import { decidedOn } from '@saga-lab/platform/store/commit';
import { historyOf } from '../checker/history.ts';
import type { History } from '../checker/history.ts';
import type { Change, Inserted } from './change.ts';
import { marked } from './marks.ts';
import { keyOf, recordOf } from './record.ts';
import type { Placed, TheRecord } from './record.ts';
import { checkKnowable } from './unknowable.ts';
import { parallelWorld } from './world.ts';
import type { Note, ParallelWorld, WorldParts } from './world.ts';

export interface ParallelHistory {
  readonly history: History;
  readonly notes: readonly Note[];
}

/** Decided bit by bit, so that whoever waits for it can be shown how far it is. */
export interface Deciding {
  /** Recorded commits and what is inserted, one after the other. */
  readonly steps: number;
  /** Takes so many steps more; whether any are left. @throws Unknowable */
  readonly advance: (steps: number) => boolean;
  /** Of the steps that were taken. */
  readonly result: () => ParallelHistory;
}

/** @throws Unknowable where something of the record was decided on a history that this changes. */
export const parallelTo = (history: History, change: Change, parts: WorldParts): ParallelHistory => {
  const { steps, advance, result } = decidingParallel(history, change, parts);
  advance(steps);
  return result();
};

export const decidingParallel = (history: History, change: Change, parts: WorldParts): Deciding => {
  const record = recordOf(history);
  const world = parallelWorld(record, parts);
  const steps = stepsOf(record, change.inserted);
  let taken = 0;
  return {
    steps: steps.length,
    advance: (some) => {
      for (const step of steps.slice(taken, taken + some)) take(record, world, change, step);
      taken = Math.min(steps.length, taken + some);
      if (taken === steps.length) world.passTime(record.end);
      return taken < steps.length;
    },
    result: () => resultOf(record, world),
  };
};

/** A recorded commit in its place, or what is inserted. */
type Step =
  | { readonly instant: number; readonly placed: Placed; readonly inserted?: never }
  | { readonly instant: number; readonly inserted: Inserted; readonly placed?: never };

const stepsOf = ({ inOrder }: TheRecord, inserted: Inserted | undefined): readonly Step[] => {
  const steps: readonly Step[] = inOrder.map((placed) => ({ instant: placed.instant, placed }));
  if (!inserted) return steps;
  const behind = steps.findIndex(({ instant }) => instant > inserted.at);
  return steps.toSpliced(behind === -1 ? steps.length : behind, 0, { instant: inserted.at, inserted });
};

const take = (
  record: TheRecord,
  world: ParallelWorld,
  change: Change,
  { instant, placed, inserted }: Step,
) => {
  world.passTime(instant);
  if (inserted) {
    const { service, stream, messageOn } = inserted;
    world.handle({ service, message: messageOn(world.streams.head(stream).state) }, instant);
    return;
  }
  const { service, commit } = placed;
  world.decideAs(placed);
  const message = messageFor({ record, world, change }, placed);
  const { receivedAt, random } = commit.input;
  if (message)
    world.handle({ service, message: { ...message, receivedAt, random }, recorded: commit }, instant);
};

interface Around {
  readonly record: TheRecord;
  readonly world: ParallelWorld;
  readonly change: Change;
}

/** From outside it comes as it came; from inside only if this world has sent it, and as this world has sent it. */
const messageFor = ({ record, world, change }: Around, { service, commit }: Placed): Message | undefined => {
  const key = keyOf(service, commit._id);
  if (record.wasSent(service, commit._id)) return world.mail.expected(service, commit._id);
  if (change.without.has(key)) return undefined;
  const message = decidedOn(commit);
  checkKnowable(world.streams, message, commit);
  const data = change.otherwise.get(key);
  return data ? { ...message, data: { ...(message.data as object), ...data } } : message;
};

const resultOf = (record: TheRecord, { commits, notes, mail }: ParallelWorld): ParallelHistory => {
  const all = marked(record, mail.armed(), commits);
  const history = historyOf(
    ofEveryService((name) => all.filter(({ service }) => service === name).map(({ commit }) => commit)),
  );
  return { history: { ...history, unreadable: record.history.unreadable }, notes };
};
