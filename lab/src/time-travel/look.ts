// What is found at one moment, for people and for programs alike.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Rebuilt } from '../checker/facts.ts';
import type { History, Recorded } from '../checker/history.ts';
import type { Cut, Moment } from './cut.ts';
import { cutAt } from './cut.ts';
import type { ArmedTimer, MessageInFlight } from './in-flight.ts';
import { armedTimers, messagesInFlight } from './in-flight.ts';
import { readModelsAt } from './states.ts';
import { instantOf, lamportOf, stepsIn } from './steps.ts';
import { sumsOf } from './sums.ts';
import type { Sums } from './sums.ts';

/** What a service did with one message. */
export interface Happened {
  readonly service: ServiceName;
  readonly took: string;
  /** Types of events. */
  readonly wrote: readonly string[];
}

export interface Look {
  /** Of the last that had happened, and when that was; 0 and nothing where nothing had. */
  readonly lamport: number;
  readonly at: number | undefined;
  /** How many commits had been made, and how many there are by now. */
  readonly commits: number;
  readonly ofCommits: number;
  /** At this very Lamport value. */
  readonly happened: readonly Happened[];
  readonly messages: readonly MessageInFlight[];
  readonly timers: readonly ArmedTimer[];
  /** Lamport values one step back and one forward. */
  readonly previous: number | undefined;
  readonly next: number | undefined;
}

/** Of one order: with its cut, for its picture. */
export interface OrderLook extends Look {
  readonly order: string;
  readonly cut: Cut;
  readonly shown: Rebuilt;
}

/** Of the whole system. */
export interface SystemLook extends Look {
  readonly order?: never;
  readonly sums: Sums;
}

export type AnyLook = OrderLook | SystemLook;

export const orderLook = (history: History, order: string, moment: Moment): OrderLook => {
  const cut = cutAt(history, moment);
  const ofOne = { customers: [], skus: [], orders: [order] };
  return { ...lookOf(cut), order, cut, shown: readModelsAt(cut, ofOne) };
};

/** From everything that ever happened: it takes as long as there is history. */
export const wholeLook = (
  history: History,
  moment: Moment,
): SystemLook & Pick<OrderLook, 'cut' | 'shown'> => {
  const cut = cutAt(history, moment);
  const shown = readModelsAt(cut);
  return { ...lookOf(cut), cut, shown, sums: sumsOf(shown) };
};

const lookOf = (cut: Cut): Look => {
  const lamport = lamportOf(cut);
  const steps = stepsIn(cut.whole);
  return {
    lamport,
    at: instantOf(cut),
    commits: cut.history.all.length,
    ofCommits: cut.whole.all.length,
    happened: cut.history.all.filter(({ commit }) => commit.lamport === lamport).map(happenedIn),
    messages: messagesInFlight(cut),
    timers: armedTimers(cut),
    previous: steps.findLast((step) => step < lamport),
    next: steps.find((step) => step > lamport),
  };
};

export const happenedIn = ({ service, commit }: Recorded): Happened => ({
  service,
  took: commit.input.type,
  wrote: commit.events.map(({ type }) => type),
});

/** Plain values; instants in ISO 8601. */
export const dataOf = (about: string, look: Look & Pick<OrderLook, 'shown'>): object => {
  const { lamport, at, commits, ofCommits, shown, messages, timers, previous, next } = look;
  return {
    about,
    lamport,
    at: at === undefined ? null : iso(at),
    commits,
    ofCommits,
    readModels: Object.fromEntries(Object.entries(shown).map(([name, items]) => [name, [...items.values()]])),
    inFlight: messages.map(({ entry, from, to, sentBy, handledBy }) => ({
      id: entry.id,
      type: entry.type,
      from,
      to,
      sagaId: entry.sagaId,
      sentAt: stampOf(sentBy),
      handledAt: handledBy ? stampOf(handledBy) : null,
    })),
    timers: timers.map(({ entry, service, armedBy, firesAt }) => ({
      id: entry.id,
      type: entry.type,
      service,
      sagaId: entry.sagaId ?? armedBy.correlationId,
      firesAt: iso(firesAt),
    })),
    previous: previous ?? null,
    next: next ?? null,
  };
};

const stampOf = ({ lamport, at }: MessageInFlight['sentBy']) => ({ lamport, at: iso(at) });

const iso = (at: number): string => new Date(at).toISOString();
