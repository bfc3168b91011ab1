// Whether a cut is consistent: the checker's invariants hold at that moment too, with what was in flight.
import type { Tampering } from '../checker/facts.ts';
import type { Invariant } from '../checker/verdict.ts';
import { judge } from '../checker/judge.ts';
import { lostMessages } from '../checker/messages.ts';
import { factsOf } from '../reader/facts-of.ts';
import type { Rebuilding } from '../reader/facts-of.ts';
import { isOpen } from '../reader/moment.ts';
import type { Cut } from './cut.ts';
import { armedTimers, messagesInFlight } from './in-flight.ts';
import { readingAt } from './reading.ts';

/** At a moment sagas are on their way, and messages have not arrived: `sagasThatWait` and `messagesThatMiss` judge that. */
const onlyInTheEnd: readonly Invariant[] = ['I-3', 'I-9'];

export interface Circumstances {
  /** What was done to messages of the whole history. */
  readonly forged?: Tampering['forged'];
  readonly rebuilding?: Rebuilding;
}

/** One sentence for each flaw; none: the cut is consistent. */
export const flawsIn = (cut: Cut, { forged = [], rebuilding }: Circumstances = {}): readonly string[] => {
  const reading = readingAt(cut);
  const tampering = { ...reading.tampering, forged };
  const facts = factsOf({ ...reading, tampering }, undefined, rebuilding);
  const violated = judge(facts)
    .filter(({ invariant, state }) => state === 'violated' && !onlyInTheEnd.includes(invariant))
    .flatMap(({ invariant, findings }) => findings.map((finding) => `${invariant}: ${finding}`));
  return [
    ...violated,
    ...messagesThatMiss(cut, new Set(lostMessages(facts))),
    ...sagasThatWait(
      cut,
      reading.orders.filter(isOpen).map(({ id }) => id),
    ),
  ];
};

/** What did not arrive is in flight, and nothing else is. */
const messagesThatMiss = (cut: Cut, lost: ReadonlySet<string>): readonly string[] => {
  const inFlight = messagesInFlight(cut).filter(({ sentBy, entry }) => isConfirmed(sentBy, entry));
  const known = new Set(inFlight.map(({ entry }) => entry.id));
  return [
    ...[...lost]
      .filter((id) => !known.has(id))
      .map((id) => `message ${id} did not arrive, and is not in flight.`),
    ...[...known].filter((id) => !lost.has(id)).map((id) => `message ${id} is in flight, and arrived.`),
  ];
};

type Sent = ReturnType<typeof messagesInFlight>[number];

const isConfirmed = ({ outbox, sent }: Sent['sentBy'], entry: Sent['entry']): boolean =>
  sent.includes(outbox.indexOf(entry));

/** A saga that has not ended waits for something that is under way. */
const sagasThatWait = (cut: Cut, open: readonly string[]): readonly string[] => {
  const underway = new Set([
    ...messagesInFlight(cut).map(({ entry }) => entry.sagaId),
    ...armedTimers(cut).map(({ entry, armedBy }) => entry.sagaId ?? armedBy.correlationId),
  ]);
  return open
    .filter((id) => !underway.has(id))
    .map((id) => `saga ${id} waits, and nothing is under way for it.`);
};
