// The parallel world while it is decided: its streams and its mail, and no way out of it.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import type { Ids } from '@saga-lab/platform/runtime/ports';
import type { Commit, DeciderSettings } from '@saga-lab/platform/store/commit';
import type { Recorded } from '../checker/history.ts';
import { remembering } from '../rebuild/decisions.ts';
import { deciders as ownDeciders } from '../rebuild/services.ts';
import type { Deciders, ServiceDecider } from '../rebuild/services.ts';
import { decideIn } from './decide.ts';
import type { Decided } from './decide.ts';
import { parallelMail } from './mail.ts';
import type { Armed, Mail } from './mail.ts';
import type { TheRecord } from './record.ts';
import { parallelStreams } from './streams.ts';
import type { ParallelStreams } from './streams.ts';

export interface WorldParts {
  /** Those of the services, for the ids of messages. */
  readonly ids: Ids;
  readonly deciders?: Deciders;
}

/** A message that changes nothing in the parallel world, and why: it is refused there, or cannot be decided. */
export interface Note {
  readonly service: ServiceName;
  readonly message: Message;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly why: string;
  /** The decider throws on it: it would have become a dead letter. */
  readonly isPoison: boolean;
}

/** A message that comes. */
export interface Coming {
  readonly service: ServiceName;
  readonly message: Message & Stamp;
  /** What it led to in the record. */
  readonly recorded?: Commit;
}

export interface ParallelWorld {
  readonly streams: ParallelStreams;
  readonly mail: Mail;
  /** In the order in which they were decided. */
  readonly commits: readonly Recorded[];
  readonly notes: readonly Note[];
  /** Decides a message, and all that comes at once because of it. `now`: milliseconds since the epoch. */
  readonly handle: (coming: Coming, now: number) => Decided;
  /** A message that is refused before it is decided. */
  readonly refuse: (note: Omit<Note, 'isPoison'>) => void;
  /** Fires what is due by then. */
  readonly passTime: (to: number) => void;
  /** From now on the service decides as it decided this. */
  readonly decideAs: (recorded: Recorded) => void;
}

export const parallelWorld = (
  record: TheRecord,
  { ids, deciders = ownDeciders }: WorldParts,
): ParallelWorld => {
  const streams = parallelStreams(record.history);
  const mail = parallelMail(record);
  const commits: Recorded[] = [];
  const notes: Note[] = [];
  const settings: Record<ServiceName, DeciderSettings | undefined> = ofEveryService(record.firstSettings);
  const deciderWith = remembering(deciders);
  const deciderOf = (service: ServiceName) => deciderWith(service, settings[service] ?? {});

  const handleOne = (coming: Coming, now: number): Decided => {
    const { service, message } = coming;
    const decider = deciderOf(service);
    const decided = decideIn({ ids, streams }, decider, { ...coming, settings: settings[service] });
    notes.push(...notesOf(decided, { service, message, at: now }));
    if (!decided.commit) return decided;
    commits.push({ service, commit: decided.commit });
    streams.append(decided.commit, decider.evolve);
    mail.send(service, decided.commit);
    return decided;
  };

  const handle = (coming: Coming, now: number): Decided => {
    const decided = handleOne(coming, now);
    for (let sent = mail.next(); sent; sent = mail.next())
      handleOne({ ...sent, message: stamped(ids, sent.message, now) }, now);
    return decided;
  };

  const fire = ({ service, message, notBefore }: Armed): void => {
    if (isWanted(deciderOf(service), streams, message))
      handle({ service, message: stamped(ids, message, notBefore) }, notBefore);
  };

  return {
    streams,
    mail,
    commits,
    notes,
    handle,
    refuse: (note) => {
      notes.push({ ...note, isPoison: false });
    },
    passTime: (to) => {
      for (let due = mail.nextDue(to); due; due = mail.nextDue(to)) fire(due);
    },
    decideAs: ({ service, commit }) => {
      settings[service] = commit.settings;
    },
  };
};

const notesOf = (
  { refusal, error }: Decided,
  about: Pick<Note, 'service' | 'message' | 'at'>,
): readonly Note[] => {
  const why = refusal ?? error;
  return why === undefined ? [] : [{ ...about, why, isPoison: error !== undefined }];
};

/** Chance is made of the id, so that the same is decided every time. */
const stamped = (ids: Ids, message: Message, receivedAt: number): Message & Stamp => ({
  ...message,
  receivedAt,
  random: Number.parseInt(ids.hash('chance', message.id).slice(0, 8), 16) / 2 ** 32,
});

/** A timer on which `wants` throws is fired, as the runtime does it. */
const isWanted = (decider: ServiceDecider, { head }: ParallelStreams, timer: Message): boolean => {
  try {
    const states = decider.streams(timer).map((stream) => [stream, head(stream).state] as const);
    return decider.wants(Object.fromEntries(states), timer);
  } catch {
    return true;
  }
};
