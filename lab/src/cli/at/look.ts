// What is found at one moment, for people and for programs alike.
import type { Rebuilt } from '../../checker/facts.ts';
import type { Cut, Moment } from '../../time-travel/cut.ts';
import { cutAt } from '../../time-travel/cut.ts';
import type { ArmedTimer, MessageInFlight } from '../../time-travel/in-flight.ts';
import { armedTimers, messagesInFlight } from '../../time-travel/in-flight.ts';
import { readModelsAt } from '../../time-travel/states.ts';
import { instantOf, lamportOf, stepsIn } from '../../time-travel/steps.ts';
import { ALL } from './subject.ts';
import type { Subject } from './subject.ts';

export interface Look {
  readonly subject: Subject;
  readonly cut: Cut;
  /** Of the last that had happened, and when that was; 0 and nothing where nothing had. */
  readonly lamport: number;
  readonly at: number | undefined;
  readonly shown: Rebuilt;
  readonly messages: readonly MessageInFlight[];
  readonly timers: readonly ArmedTimer[];
  /** Lamport values one step back and one forward. */
  readonly previous: number | undefined;
  readonly next: number | undefined;
}

export const lookAt = (subject: Subject, moment: Moment): Look => {
  const cut = cutAt(subject.history, moment);
  const lamport = lamportOf(cut);
  const steps = stepsIn(subject.history);
  const ofOne = { customers: [], skus: [], orders: [subject.name] };
  return {
    subject,
    cut,
    lamport,
    at: instantOf(cut),
    shown: readModelsAt(cut, subject.name === ALL ? undefined : ofOne),
    messages: messagesInFlight(cut),
    timers: armedTimers(cut),
    previous: steps.findLast((step) => step < lamport),
    next: steps.find((step) => step > lamport),
  };
};

/** Plain values; instants in ISO 8601. */
export const dataOf = ({
  subject,
  cut,
  lamport,
  at,
  shown,
  messages,
  timers,
  previous,
  next,
}: Look): object => ({
  about: subject.name,
  lamport,
  at: at === undefined ? null : iso(at),
  commits: cut.history.all.length,
  ofCommits: cut.whole.all.length,
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
});

const stampOf = ({ lamport, at }: MessageInFlight['sentBy']) => ({ lamport, at: iso(at) });

const iso = (at: number): string => new Date(at).toISOString();
