// A protocol with a bug that is planted in one of its roles.
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { Protocol, Setting, Timing } from '../protocol.ts';
import type { ProtocolTwin } from '../twin.ts';

export const planted = (protocol: Protocol, { role, plant }: ProtocolTwin): Protocol => {
  const { coordinator, participant } = protocol;
  if (role === 'participant')
    return {
      ...protocol,
      participant: <S, E extends NewEvent>(setting: Setting<S, E>, timing: Timing) =>
        plant(participant(setting, timing)),
    };
  if (!coordinator) throw new Error(`${protocol.name} has no coordinator`);
  return { ...protocol, coordinator: (timing) => plant(coordinator(timing)) };
};
