// A peer as a contestant: its orchestrator, and the three participants with a database each.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Contestant, Ground, PeerName, Place, StartContestant, Traces } from '../contest/contestant.ts';
import { tracesOf } from '../contest/contestant.ts';
import { endedSagas } from '../load/endings.ts';
import type { Load } from '../load/load.ts';
import { client } from './http.ts';
import { mustAddUp } from './outcome.ts';
import { startParticipants } from './participants.ts';
import { startProcess } from './processes.ts';
import { ordersOf } from './run.ts';
import type { PeerRun } from './run.ts';

const PROGRAMS: Readonly<Record<PeerName, string>> = {
  restate: '../../peers/restate.ts',
  dbos: '../../peers/dbos.ts',
  'plain-http': 'plain-http.ts',
};
const LAST_STEPS_WITHIN_MS = 30_000;

export const peer =
  (name: PeerName): StartContestant =>
  async (ground: Ground): Promise<Contestant> => {
    const endings = endedSagas();
    const finished = new Set<string>();
    const failed = (error: Error) => {
      throw error;
    };
    const participants = await startParticipants(ground, { ended: endings.tell, failed });
    const program = fileURLToPath(new URL(PROGRAMS[name], import.meta.url));
    const orchestrator = await startProcess(
      { name: 'saga-orchestrator', program },
      { participants: participants.urls, ...placeFor(name, ground) },
      { ended: (saga) => void finished.add(saga), failed },
    ).catch(async (error: unknown) => {
      await participants.stop();
      throw error;
    });
    const { post, close } = client();
    let run: PeerRun | undefined;
    return {
      name,
      processes: () => [...participants.processes, ...orchestrator.processes],
      prepare: async (load: Load): Promise<Place> => {
        const { repeats } = await participants.state();
        const made = ordersOf(`bench-${Date.now()}`, load, repeats);
        await participants.open(made.stock, made.money);
        run = made;
        return async (n) => {
          const order = made.order(n);
          await post(orchestrator.url, order, { 'idempotency-key': order.orderId });
          return order.orderId;
        };
      },
      ended: endings.of,
      traces: () =>
        eventually(() => tracesIn(run, participants, finished), {
          timeoutMs: LAST_STEPS_WITHIN_MS,
          everyMs: 200,
        }),
      stop: async () => {
        close();
        await orchestrator.stop();
        await participants.stop();
      },
    };
  };

const placeFor = (name: PeerName, ground: Ground) => {
  const dataDir = join(ground.dataDir, name);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  return { dataDir, logFile: join(ground.dataDir, 'logs', `${name}.log`) };
};

const tracesIn = async (
  run: PeerRun | undefined,
  participants: Awaited<ReturnType<typeof startParticipants>>,
  finished: ReadonlySet<string>,
): Promise<Traces> => {
  if (!run) throw new Error('nothing was prepared');
  const steps = await participants.stepsOf(run.name);
  const { balances, repeats } = await participants.state();
  mustAddUp({ ordered: run.ordered, opened: { ...run.stock, ...run.money }, steps, balances, finished });
  return { sagas: tracesOf(steps), repeats: repeats - run.repeatsBefore };
};
