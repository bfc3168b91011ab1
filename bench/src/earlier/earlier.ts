// An earlier commit of this project as a contestant: its services and its servers, as its own `npm start` starts them, under the same
// orders.
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { lab } from '@saga-lab/lab/client/lab';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { endOfLog } from '@saga-lab/launcher/processes/programs';
import { runningSystem } from '@saga-lab/launcher/system/state-file';
import type { SystemState } from '@saga-lab/launcher/system/state-file';
import type { Contestant, Ground, StartContestant } from '../contest/contestant.ts';
import { OWN_SETTINGS } from '../contest/ours.ts';
import { startServer } from '../contest/server.ts';
import { stocked } from '../contest/stocked.ts';
import { tracesIn } from '../contest/traces.ts';
import { databasesAt } from '../counters/databases.ts';
import type { Process } from '../counters/processes.ts';
import { endingsOfOrders } from '../load/endings-of-orders.ts';
import { ordersAt } from '../load/orders.ts';
import { checkoutOf, forgetCheckout, ownEnv } from './checkout.ts';

/** What `npm start` says last, behind its four sagas and the check of all that happened, which would take a part of the machine. */
const STAYS_UP = 'until Ctrl-C';
/** For nine processes, four sagas, and their check. */
const UP_WITHIN_MS = 180_000;

/**
 * `hash`: of a commit that has been provided. It uses nothing of the ground but its folder, and begins without a history each time: the check
 * when it starts reads all of it.
 */
export const earlier =
  (hash: string): StartContestant =>
  async ({ dataDir }: Ground): Promise<Contestant> => {
    const { folder, dataDir: own } = checkoutOf(hash, dataDir);
    const logFile = join(dataDir, 'logs', 'earlier.log');
    for (const left of [own, logFile]) rmSync(left, { recursive: true, force: true });
    const started = await startServer({
      commandLine: ['npm', 'start', '--', '--data-dir', own],
      inside: { cwd: folder, env: { ...ownEnv(), ...OWN_SETTINGS } },
      logFile,
      isUp: async () => {
        if (!(await readFile(logFile, 'utf8')).includes(STAYS_UP)) throw new Error('it is not up');
      },
      upWithinMs: UP_WITHIN_MS,
      signal: 'SIGTERM',
    });
    const state = running(own);
    if (state.engine !== 'real') {
      await started.stop();
      forgetCheckout(hash, dataDir);
      throw new ExitError(
        exitCodes.missing,
        `Commit ${hash} finds no RabbitMQ or no MongoDB here. ${endOfLog(logFile)}`,
      );
    }
    const databases = await databasesAt((service) => partOf(state, `mongo-${service}`).url ?? '');
    const endings = await endingsOfOrders(state.broker?.e2eUrl ?? '');
    const urls = state.urls as Readonly<Record<ServiceName, string>>;
    const orders = ordersAt(urls['order-service']);
    return {
      name: 'earlier',
      processes: () => serviceNames.map((service) => processOf(state, service)),
      servers: {
        infrastructure: {
          parts: ['broker', ...serviceNames.map((service) => `mongo-${service}`)].map((name) =>
            processOf(state, name),
          ),
        },
        databases,
      },
      prepare: async (load) => {
        const place = await stocked(lab({ urls, adminToken: state.adminToken }), load);
        return (n) => orders.place(place(n), randomUUID());
      },
      ended: endings.of,
      traces: (sagas) => tracesIn(databases.connections, sagas),
      stop: async () => {
        orders.close();
        await endings.close();
        await databases.close();
        await started.stop();
      },
    };
  };

const running = (dataDir: string): SystemState => {
  const state = runningSystem(dataDir);
  if (!state) throw new Error('it is not up');
  return state;
};

const partOf = ({ parts }: SystemState, name: string) => {
  const part = parts.find((one) => one.name === name);
  if (!part) throw new Error(`it has no ${name}`);
  return part;
};

const processOf = (state: SystemState, name: string): Process => {
  const { pid } = partOf(state, name);
  if (pid === undefined) throw new Error(`${name} is not a process of its own`);
  return { name, pid };
};
