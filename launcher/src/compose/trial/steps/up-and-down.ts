// Everything comes up, is stopped with its data kept, comes up again, and is forgotten.
import { serviceNames } from '@saga-lab/contracts/services';
import { exitCodes, ExitError } from '../../../command/exit-codes.ts';
import { holdPort } from '../../../processes/free-port.ts';
import { statusOf } from '../orders.ts';
import { adminToken, containers, interrupt, ofTheTrial, statesOf, up, urlOf } from '../trial-system.ts';
import type { TrialSystem } from '../trial-system.ts';
import { must } from './step.ts';
import type { Run, Step } from './step.ts';

export const comesUp: Step = {
  name: 'everything comes up',
  take: async (run) => {
    await portsAreFree();
    run.up = await up(run.system);
    return `${containers.length} containers are healthy`;
  },
};

/** @throws ExitError 69 that names the one that is taken. */
const portsAreFree = async (): Promise<void> => {
  for (const port of serviceNames.map((service) => Number(new URL(urlOf(service)).port)))
    try {
      await (await holdPort(port)).release();
    } catch {
      const words = `Port ${port} is taken, which docker-compose.yml publishes. Stop what listens there`;
      throw new ExitError(exitCodes.missing, `${words} (docker compose stop?) and type: npm run compose:try`);
    }
};

export const stopsAndStarts: Step = {
  name: 'it is stopped and started again, with its data kept',
  take: async (run) => {
    const { system, orders = new Map<string, string>() } = run;
    const token = await adminToken(system);
    await stop(run);
    run.up = await up(system);
    must((await adminToken(system)) === token, 'The token is another one.');
    for (const [order, status] of orders) {
      const now = await statusOf(order);
      must(now === status, `The order ${order} was ${status}, and is ${now}.`);
    }
    return `every service ended with 0; ${orders.size} orders are as they were`;
  },
};

const stop = async ({ system, up: running }: Run): Promise<void> => {
  if (running) await system.during('Stopping it, as Ctrl-C does', interrupt(running));
  const states = await statesOf(system);
  for (const name of containers) must(!!states.get(name)?.startsWith('Exited'), `${name} still runs.`);
  for (const name of serviceNames)
    must(
      !!states.get(name)?.startsWith('Exited (0)'),
      `${name} did not end in order: ${states.get(name) ?? ''}.`,
    );
};

export const forgets: Step = {
  name: '`docker compose down --volumes` forgets it',
  take: async (run) => {
    await stop(run);
    await run.system.compose('down', '--volumes');
    for (const kind of [
      ['ps', '--all'],
      ['volume', 'ls'],
      ['network', 'ls'],
    ] as const) {
      const left = await leftOf(run.system, kind);
      must(left === '', `\`docker ${kind.join(' ')}\` still shows: ${left}`);
    }
    return 'no container, volume or network is left';
  },
};

const leftOf = ({ docker }: TrialSystem, kind: readonly string[]): Promise<string> =>
  docker(...kind, '--quiet', '--filter', ofTheTrial);
