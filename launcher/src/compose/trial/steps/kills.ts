// Processes of containers are killed while orders come in; Docker starts them again.
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@saga-lab/platform/time/eventually';
import { APART } from '../docker.ts';
import { placeOrders } from '../orders.ts';
import type { Statuses } from '../orders.ts';
import { adminToken, allHealthy, containers, idOf } from '../trial-system.ts';
import type { TrialSystem } from '../trial-system.ts';
import { must } from './step.ts';
import type { Step } from './step.ts';

/** Each once, and two of them once more. */
const victims = [...containers, 'saga-orchestrator', 'order-service'];
const BACK_WITHIN_MS = 60_000;
/** For some orders to be under way. */
const PAUSE_MS = 2_500;

export const kills: Step = {
  name: 'processes of containers are killed under load',
  take: async (run) => {
    const { system } = run;
    const orders = await placeOrders(await adminToken(system));
    await killAll(system).finally(orders.stop);
    run.orders = await system.during('Waiting for the end of every order', orders.ended());
    return `${run.orders.size} orders under ${victims.length} kills: ${counted(run.orders)}; Docker started each again`;
  },
};

/** `80 APPROVED, 23 REJECTED` */
const counted = (orders: Statuses): string => {
  const statuses = [...orders.values()];
  const count = (status: string) => statuses.filter((each) => each === status).length;
  return [...new Set(statuses)].map((status) => `${count(status)} ${status}`).join(', ');
};

const killAll = async (system: TrialSystem): Promise<void> => {
  for (const victim of victims) {
    await sleep(PAUSE_MS);
    await system.during(`Killing ${victim}, and waiting until it is back`, kill(system, victim));
  }
};

/** From a container that sees the processes of all: Docker would not start again what `docker kill` has ended. */
const kill = async (system: TrialSystem, victim: string): Promise<void> => {
  const { docker } = system;
  const id = await idOf(system, victim);
  must(id !== '', `${victim} does not run.`);
  const pid = await docker('inspect', '--format', '{{.State.Pid}}', id);
  const before = await restartsOf(system, id);
  const who = ['--rm', '--pid', 'host', '--network', 'none', '--user', 'root'];
  await docker('run', ...who, ...APART, 'saga-lab', 'node', '-e', `process.kill(${pid}, 'SIGKILL')`);
  await eventually(
    async () => must((await restartsOf(system, id)) > before, `${victim} was not started again.`),
    {
      timeoutMs: BACK_WITHIN_MS,
    },
  );
  await allHealthy(system);
};

const restartsOf = async ({ docker }: TrialSystem, id: string): Promise<number> =>
  Number(await docker('inspect', '--format', '{{.RestartCount}}', id));
