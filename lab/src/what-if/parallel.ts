// A parallel history: what would have been recorded had one thing been otherwise, decided again by the product's own deciders.
// Source of the term: M. Fowler, Parallel Model and Retroactive Event, martinfowler.com/eaaDev, 2005.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { decidedOn } from '@saga-lab/platform/store/commit';
import type { Commit } from '@saga-lab/platform/store/commit';
import { historyOf } from '../checker/history.ts';
import type { History } from '../checker/history.ts';
import { askedAgain } from './asked-again.ts';
import type { AskedAgain } from './asked-again.ts';
import type { Change, Inserted } from './change.ts';
import type { Decided } from './decide.ts';
import { marked } from './marks.ts';
import { placesIn } from './places.ts';
import type { Places } from './places.ts';
import { keyOf, recordOf } from './record.ts';
import type { Placed, TheRecord } from './record.ts';
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
  readonly advance: (steps: number) => Promise<boolean>;
  /** Of the steps that were taken. */
  readonly result: () => ParallelHistory;
}

/** @throws Unknowable where nobody can say what would have been asked for. */
export const parallelTo = async (
  history: History,
  change: Change,
  parts: WorldParts,
): Promise<ParallelHistory> => {
  const { steps, advance, result } = decidingParallel(history, change, parts);
  await advance(steps);
  return result();
};

export const decidingParallel = (history: History, change: Change, parts: WorldParts): Deciding => {
  const record = recordOf(history);
  const world = parallelWorld(record, parts);
  const around = { record, world, change, ids: parts.ids, places: placesIn(world.streams, change.without) };
  const steps = stepsOf(record, change.inserted);
  let taken = 0;
  return {
    steps: steps.length,
    advance: async (some) => {
      for (const step of steps.slice(taken, taken + some)) await take(around, step);
      taken = Math.min(steps.length, taken + some);
      if (taken === steps.length) world.passTime(record.end);
      return taken < steps.length;
    },
    result: () => resultOf(record, world),
  };
};

interface Around extends Pick<WorldParts, 'ids'> {
  readonly record: TheRecord;
  readonly world: ParallelWorld;
  readonly change: Change;
  readonly places: Places;
}

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

const take = async (around: Around, { instant, placed, inserted }: Step): Promise<void> => {
  const { world } = around;
  world.passTime(instant);
  if (inserted) {
    const { service, stream, messageOn } = inserted;
    world.handle({ service, message: messageOn(world.streams.head(stream).state) }, instant);
  } else {
    world.decideAs(placed);
    around.places.note(placed.commit, await decidedHere(around, placed));
  }
};

/** Nothing: its message does not come. */
const decidedHere = async (around: Around, placed: Placed): Promise<Decided | undefined> => {
  const { world } = around;
  const { service, commit, instant } = placed;
  const { message, refusal } = await messageFor(around, placed);
  if (refusal !== undefined) {
    world.refuse({ service, message: decidedOn(commit), at: instant, why: refusal });
    return { refusal };
  }
  return message && world.handle({ service, message, recorded: commit }, instant);
};

/** From outside it comes as it came; from inside only if this world has sent it, and as this world has sent it. */
const messageFor = async (around: Around, { service, commit }: Placed): Promise<AskedAgain> => {
  const { record, world, change, ids, places } = around;
  const key = keyOf(service, commit._id);
  if (record.wasSent(service, commit._id)) {
    const sent = world.mail.expected(service, commit._id);
    return sent ? { message: stampedAs(commit, sent) } : {};
  }
  if (change.without.has(key)) return {};
  const message = changed(decidedOn(commit), change.otherwise.get(key));
  const recorded = { history: record.history, commit };
  return askedAgain({ ids, streams: world.streams, places, recorded }, message);
};

const stampedAs = ({ input: { receivedAt, random } }: Commit, message: Message): Message & Stamp => ({
  ...message,
  receivedAt,
  random,
});

const changed = (message: Message & Stamp, data: object | undefined): Message & Stamp =>
  data ? { ...message, data: { ...(message.data as object), ...data } } : message;

const resultOf = (record: TheRecord, { commits, notes, mail }: ParallelWorld): ParallelHistory => {
  const all = marked(record, mail.armed(), commits);
  const history = historyOf(
    ofEveryService((name) => all.filter(({ service }) => service === name).map(({ commit }) => commit)),
  );
  return { history: { ...history, unreadable: record.history.unreadable }, notes };
};
