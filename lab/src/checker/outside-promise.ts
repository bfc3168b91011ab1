// Orders that came into a situation for which their protocol promises no agreement: somebody was taken for dead who is alive. That they
// are split, and what follows from that, is as promised; whatever else is wrong with them counts as ever.
import type { Facts } from './facts.ts';
import { isUnder } from './protocols.ts';
import type { Under } from './protocols.ts';
import type { Invariant, Verdict } from './verdict.ts';
import { count } from './verdict.ts';

/** Protocol -> types of the timers by which it takes somebody for dead; a protocol that is not here never does. */
export type TrustedTimers = Readonly<Record<string, readonly string[]>>;

/** Where nobody is dead for good, whoever was taken for dead is alive. */
export const outsidePromise = (facts: Facts, timers: TrustedTimers): readonly Under[] =>
  facts.orders.filter(isUnder).filter((one) => isSuspected(facts, one, timers[one.order.protocol] ?? []));

/** A timer that comes to nothing is noted as ignored. */
const isSuspected = ({ history }: Facts, { id }: Under, timers: readonly string[]): boolean =>
  history
    .ofSaga(id)
    .some(
      ({ commit: { input, events } }) =>
        timers.includes(input.type) && events.some(({ type }) => type !== 'MessageIgnored'),
    );

/** The verdicts without what is found of a split of these orders; what is found besides counts as ever. */
export const apartFrom =
  (facts: Facts, orders: readonly Under[]) =>
  (verdict: Verdict): Verdict => {
    const namesOf = ofASplit[verdict.invariant];
    if (!namesOf) return verdict;
    const names = orders.flatMap((one) => namesOf(facts, one));
    const findings = verdict.findings.filter((finding) => !names.some((name) => finding.includes(name)));
    if (findings.length === verdict.findings.length) return verdict;
    if (findings.length > 0) return { ...verdict, findings };
    const sentence = `It holds but for ${count(orders.length, 'order')} of which somebody was taken for dead who is alive: outside the promise of ${protocolsOf(orders)}.`;
    return { ...verdict, state: 'holds', sentence, findings };
  };

const protocolsOf = (orders: readonly Under[]): string =>
  [...new Set(orders.map(({ order }) => order.protocol))].join(', ');

/** What whoever is told the contrary of what it has done says of the message. */
const CONTRARY = /where the transaction is \w+ already/;

/** Letters that were sent for the order, and tell somebody the contrary of what it has done. */
const contraryLetters = ({ history, deadLetters }: Facts, { id }: Under): readonly string[] => {
  const sent = new Set(history.ofSaga(id).flatMap(({ commit }) => commit.outbox.map((entry) => entry.id)));
  return deadLetters
    .filter(
      ({ messageId, reason }) => messageId !== undefined && sent.has(messageId) && CONTRARY.test(reason),
    )
    .map(({ _id }) => _id);
};

/** The invariants that a split breaks, and by what name their findings call what is of it. */
const ofASplit: Partial<Readonly<Record<Invariant, (facts: Facts, one: Under) => readonly string[]>>> = {
  // It is the split itself: one service has made final what another one has given back.
  'I-4': (_, { id }) => [id],
  // Whoever has ended it is told the contrary by the other side, and can but refuse the message: it becomes a dead letter.
  'I-9': contraryLetters,
};

/** Those of them that ended differently at different services, and say so in a finding. */
export const splitAmong = (orders: readonly Under[], verdicts: readonly Verdict[]): readonly Under[] => {
  const disagreements = verdicts.find(({ invariant }) => invariant === 'I-4')?.findings ?? [];
  return orders.filter(({ id }) => disagreements.some((finding) => finding.includes(id)));
};
