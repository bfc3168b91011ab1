// I-5 and I-6: no command takes effect twice, and none once its saga has begun to undo what that service did.
import { decidedCommands } from './effects.ts';
import type { Decided } from './effects.ts';
import type { Facts } from './facts.ts';
import type { Verdict } from './verdict.ts';
import { count, verdict } from './verdict.ts';

export const atMostOneEffect = (facts: Facts): Verdict => {
  const effects = effectsOf(facts).filter(({ effect }) => effect);
  const times = new Map<string, number>();
  for (const { saga, command } of effects) {
    const key = `${command} of saga ${saga}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const twice = [...times].filter(([, n]) => n > 1).map(([key, n]) => `${key} took effect ${n} times.`);
  return verdict('I-5', twice, {
    holds: `No command took effect twice: ${count(effects.length, 'effect')}, each of another (saga, step, operation).`,
    violated: 'A command took effect more than once.',
  });
};

export const noEffectAfterCompensation = (facts: Facts): Verdict => {
  const decided = effectsOf(facts);
  const hanging = decided.flatMap((one, n) => {
    const undone = one.effect && decided.slice(0, n).find(undoes(one));
    return undone ? [`${one.command} of saga ${one.saga} took effect after ${undone.command}.`] : [];
  });
  return verdict('I-6', hanging, {
    holds: 'Nothing took effect after its own compensation.',
    violated: 'Something took effect after it had been undone, and stays so.',
  });
};

/** A saga that undoes anything at a service has nothing done there any more: it goes back step by step. */
const undoes =
  ({ service, saga, operation }: Decided) =>
  (earlier: Decided): boolean =>
    operation === 'action' &&
    earlier.operation === 'compensation' &&
    earlier.saga === saga &&
    earlier.service === service;

const effectsOf = ({ history, orders }: Facts): readonly Decided[] => {
  const ids = new Set(orders.map(({ id }) => id));
  return decidedCommands(history).filter(({ saga }) => ids.has(saga));
};
