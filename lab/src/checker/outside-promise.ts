// Orders that came into a situation for which their protocol promises no agreement: somebody was taken for dead who is alive. That they
// are split, and what follows from that, is as promised; whatever else is wrong with them counts as ever.
import type { Facts } from './facts.ts';
import { isUnder } from './protocols.ts';
import type { Under } from './protocols.ts';
import type { Verdict } from './verdict.ts';
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

/** The verdicts without what is found of a split of these orders, which breaks I-4; what is found besides counts as ever. */
export const apartFrom =
  (orders: readonly Under[]) =>
  (verdict: Verdict): Verdict => {
    if (verdict.invariant !== 'I-4') return verdict;
    const findings = verdict.findings.filter((finding) => !orders.some(({ id }) => finding.includes(id)));
    if (findings.length === verdict.findings.length) return verdict;
    if (findings.length > 0) return { ...verdict, findings };
    const sentence = `It holds but for ${count(orders.length, 'order')} of which somebody was taken for dead who is alive: outside the promise of ${protocolsOf(orders)}.`;
    return { ...verdict, state: 'holds', sentence, findings };
  };

const protocolsOf = (orders: readonly Under[]): string =>
  [...new Set(orders.map(({ order }) => order.protocol))].join(', ');

/** Those of them that ended differently at different services, and say so in a finding. */
export const splitAmong = (orders: readonly Under[], verdicts: readonly Verdict[]): readonly Under[] => {
  const disagreements = verdicts.find(({ invariant }) => invariant === 'I-4')?.findings ?? [];
  return orders.filter(({ id }) => disagreements.some((finding) => finding.includes(id)));
};
