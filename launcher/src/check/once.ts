// I-5 and I-6: no command takes effect twice, and none after it was undone.
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
  const hanging = decided.filter((one, n) => one.effect && decided.slice(0, n).some(undoes(one)));
  return verdict(
    'I-6',
    hanging.map(
      ({ command, undoneBy, saga }) => `${command} of saga ${saga} took effect after ${undoneBy ?? ''}.`,
    ),
    {
      holds: 'Nothing took effect after its own compensation.',
      violated: 'Something took effect after it had been undone, and stays so.',
    },
  );
};

const undoes =
  ({ saga, undoneBy }: Decided) =>
  (earlier: Decided): boolean =>
    earlier.saga === saga && earlier.command === undoneBy;

const effectsOf = ({ commits, orders }: Facts): readonly Decided[] => {
  const ids = new Set(orders.map(({ id }) => id));
  return decidedCommands(commits).filter(({ saga }) => ids.has(saga));
};
