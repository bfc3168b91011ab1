// A protocol with a bug that is planted in one of its roles, and runs that look for it.
import fc from 'fast-check';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { coordinatorName } from '../parties.ts';
import type { Protocol, Setting, Timing } from '../protocol.ts';
import type { ProtocolTwin } from '../twin.ts';
import { anyOrder, play } from './any-order.ts';
import { broken } from './endings.ts';
import { pump } from './pump.ts';
import { run } from './run.ts';

export const planted = (protocol: Protocol, { role, plant }: ProtocolTwin): Protocol => {
  const { coordinator, participant } = protocol;
  if (role === 'participant')
    return {
      ...protocol,
      participant: <S, E extends NewEvent>(setting: Setting<S, E>, timing: Timing) =>
        plant(participant(setting, timing), setting.self),
    };
  if (!coordinator) throw new Error(`${protocol.name} has no coordinator`);
  return { ...protocol, coordinator: (timing) => plant(coordinator(timing), coordinatorName) };
};

/** Whether one of many runs, always the same ones, breaks a property that the bug is said to break. */
export const isFound = (protocol: Protocol, twin: ProtocolTwin): boolean => {
  const wrong = planted(protocol, twin);
  const isRight = fc.property(anyOrder, (moves) => {
    const system = pump(wrong);
    play(system, moves);
    return !broken(wrong, run(system)).some((property) => twin.breaks.includes(property));
  });
  return fc.check(isRight, { seed: 1, numRuns: 1_000 }).failed;
};
