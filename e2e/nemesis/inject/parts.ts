// Faults of processes: services, databases and the broker die and are started again, stand still, or have another time.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Begin, Stage } from './stage.ts';

const FIVE_MINUTES = 300_000;

export const pidOf = ({ system }: Pick<Stage, 'system'>, part: string): number | undefined =>
  system.parts().find(({ name }) => name === part)?.pid;

const kill: Begin = async (stage, { target }) => {
  const { system } = stage;
  const before = pidOf(stage, target);
  await system.kill(target, 'SIGKILL');
  return {
    heal: async () => {
      await system.start(target);
      const now = pidOf(stage, target);
      return before !== undefined && now !== undefined && now !== before ? 1 : 0;
    },
  };
};

const freeze: Begin = async (stage, { target }) => {
  const { system } = stage;
  const before = pidOf(stage, target);
  await system.kill(target, 'SIGSTOP');
  return {
    heal: async () => {
      await system.kill(target, 'SIGCONT');
      return before !== undefined && pidOf(stage, target) === before ? 1 : 0;
    },
  };
};

/** Resolves when the process shows that time. */
const jumpClock: Begin = async ({ clocks }, { target, dice }) => {
  const service = target as ServiceName;
  await clocks.set(service, Math.round((2 * dice - 1) * FIVE_MINUTES));
  return {
    heal: async () => {
      await clocks.set(service, 0);
      return 1;
    },
  };
};

export const partFaults = {
  'kill-service': kill,
  'freeze-service': freeze,
  'kill-database': kill,
  'freeze-database': freeze,
  'kill-broker': kill,
  'freeze-broker': freeze,
  'jump-clock': jumpClock,
} satisfies Readonly<Record<string, Begin>>;
