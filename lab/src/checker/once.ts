// I-5 and I-6: no command takes effect twice, and none once its saga has begun to undo what that service did.
import { decidedCommands } from './effects.ts';
import type { DecidedCommand } from './effects.ts';
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
  const undoing = new Map<string, DecidedCommand>();
  const hanging: string[] = [];
  for (const one of effectsOf(facts)) {
    const place = `${one.service} ${one.saga}`;
    const compensation = undoing.get(place);
    if (one.operation === 'compensation') undoing.set(place, compensation ?? one);
    else if (one.effect && compensation)
      hanging.push(`${one.command} of saga ${one.saga} took effect after ${compensation.command}.`);
  }
  return verdict('I-6', hanging, {
    holds: 'Nothing took effect after its own compensation.',
    violated: 'Something took effect after it had been undone, and stays so.',
  });
};

/** Those of a service in their order: a saga that undoes anything there has nothing done there any more, it goes back step by step. */
const effectsOf = ({ history, orders }: Facts): readonly DecidedCommand[] => {
  const ids = new Set(orders.map(({ id }) => id));
  return decidedCommands(history).filter(({ saga }) => ids.has(saga));
};
