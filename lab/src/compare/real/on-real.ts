// A system of its own on real parts, for as long as a comparison takes.
import type { Policy } from '@saga-lab/protocols/locks/policy';
import { startSweepSystem } from '../../sweep/run/sweep-system.ts';
import type { Play } from '../cell.ts';
import type { Condition } from '../conditions.ts';
import { realStage } from './real-stage.ts';
import { realPlay } from './run-real.ts';

/** As patient as on the simulator, but for repeats: a busy machine is no fault. */
const env = { STEP_DEADLINE_MS: '10000', REPEAT_FIRST_MS: '4000', ANNOUNCE_AFTER_MS: '15000' };

export const realPart = {
  real: ['RabbitMQ, MongoDB, the four services as processes, and the kills.'],
  simulated: [
    'Nothing. To strike at a commit, a service does not publish what it has made durable before the fault has struck. A network that ' +
      'splits, and one that loses, doubles and reorders, is a switch between the exchanges and the queues of the broker: it ' +
      'confirms what it is given, and what is lost then stands for a broker that loses its data.',
  ],
};

export interface OnReal {
  readonly holdTtlMs: number;
  readonly locks?: Policy | undefined;
  readonly log: (line: string) => void;
  /** Of the conditions that are played at once. */
  readonly onBegin?: (conditions: readonly Condition[]) => void;
}

/** @throws ExitError if a part is missing; nothing is left behind. */
export const onReal = async <T>(
  { holdTtlMs, locks = 'escrow', log, onBegin }: OnReal,
  work: (play: Play) => Promise<T>,
): Promise<T> => {
  const own = { HOLD_TTL_MS: String(holdTtlMs), LOCKS: locks };
  const running = await startSweepSystem({ log, env: { ...env, ...own }, staysDead: true });
  try {
    return await work(realPlay(realStage(running), onBegin));
  } finally {
    await running.close();
  }
};
