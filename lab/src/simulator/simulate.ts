// One run from its seed to its verdicts.
import { trustedTimers } from '@saga-lab/protocols/promises';
import { judge } from '../checker/judge.ts';
import { apartFrom, outsidePromise, splitAmong } from '../checker/outside-promise.ts';
import { isUnder } from '../checker/protocols.ts';
import type { Under } from '../checker/protocols.ts';
import type { Verdict } from '../checker/verdict.ts';
import { chooser } from './choices.ts';
import { newClients } from './customers.ts';
import { numberOf } from '@saga-lab/protocols/locks/policy';
import type { Policy } from '@saga-lab/protocols/locks/policy';
import { weightsOf, planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { runToItsEnd } from './run.ts';
import { unequalToRebuilt } from './rebuilt-equal.ts';
import { readSimulation } from './read-simulation.ts';
import { leastMsOf } from './old-times.ts';
import { newSeen } from './seen.ts';
import type { Counts, Simulate, Simulation } from './simulation.ts';
import { newSystem } from './system.ts';
import { newWorld } from './world.ts';

export const simulate: Simulate = async (options) => {
  const { seed, choices, twin, watch, forgets, protocols, locks = 'escrow', trace = false } = options;
  const choosing = chooser(seed, choices);
  const world = newWorld({ chooser: choosing, weights: weightsOf(seed), trace });
  const plan = withLocks(planOf(choosing, forgets), locks);
  const seen = newSeen(protocols);
  const system = newSystem({ world, chooser: choosing, seed, plan, seen, twin });
  const clients = newClients({ system, plan, seen, protocols });
  const unrest = await runToItsEnd({ system, watch, leastMs: leastMsOf(plan) }, clients);
  const facts = await readSimulation(system, plan, clients.placed());
  const unequal = unrest === undefined ? await unequalToRebuilt(system, seed) : [];
  const error = clients.failure();
  const found = judge(facts).map(unrest === undefined ? unlikeRebuilt(unequal) : restless(unrest));
  const outside = outsidePromise(facts, trustedTimers);
  return {
    seed,
    verdicts: found.map(apartFrom(outside)),
    facts,
    ...(error !== undefined && { error }),
    choices: choosing.taken,
    seen: { ...seen.counts(), ...trustIn(protocols, [outside, splitAmong(outside, found)]) },
    outcomes: outcomesOf(facts),
    durableAt: system.durableAt,
    ...world.result(),
  };
};

/** Of each protocol that trusts timers: orders of which somebody was taken for dead who is alive, and what came of them. */
const trustIn = (
  protocols: readonly string[] = [],
  [outside, split]: readonly [outside: readonly Under[], split: readonly Under[]],
): Counts =>
  Object.fromEntries(
    protocols
      .filter((name) => name in trustedTimers)
      .flatMap((name) => {
        const of = (orders: readonly Under[]) => orders.filter(({ order }) => order.protocol === name).length;
        return [
          [`${name}: order outside its promise, somebody taken for dead who is alive`, of(outside)],
          [`${name}: split outside its promise`, of(split)],
        ];
      }),
  );

const withLocks = (plan: Plan, locks: Policy): Plan => ({
  ...plan,
  settings: { ...plan.settings, orders: { ...plan.settings.orders, locks: numberOf(locks) } },
});

/** A saga ends when everything about it has ended. */
const restless =
  (unrest: string) =>
  (verdict: Verdict): Verdict => {
    if (verdict.invariant !== 'I-3') return verdict;
    const finding = `the system does not come to rest once everything is well: ${unrest}.`;
    const sentence = verdict.state === 'holds' ? 'The system does not come to rest.' : verdict.sentence;
    return { ...verdict, state: 'violated', sentence, findings: [...verdict.findings, finding] };
  };

/** Read models show what happened, also where the history is read in any order. */
const unlikeRebuilt =
  (findings: readonly string[]) =>
  (verdict: Verdict): Verdict => {
    if (verdict.invariant !== 'I-7' || findings.length === 0) return verdict;
    const sentence =
      verdict.state === 'holds' ? 'A read model is not what it is when it is made anew.' : verdict.sentence;
    return { ...verdict, state: 'violated', sentence, findings: [...verdict.findings, ...findings] };
  };

const outcomesOf = ({ orders }: Simulation['facts']): Counts => {
  const outcomes: Record<string, number> = { COMPLETED: 0, COMPENSATED: 0 };
  for (const one of orders) {
    const status = isUnder(one) ? one.order.status : (one.saga?.status ?? 'NOT STARTED');
    outcomes[status] = (outcomes[status] ?? 0) + 1;
  }
  return outcomes;
};
