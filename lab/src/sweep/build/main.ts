// A service as its own `main.ts` runs it, on the same ports and settings, with a trap in them.
import { flushCompileCache } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { services } from '@saga-lab/launcher/settings/services';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { readConfig } from '@saga-lab/platform/service/config';
import { realPorts } from '@saga-lab/platform/service/real-ports';
import { tellLauncher } from '@saga-lab/platform/service/launcher-channel';
import { run } from '@saga-lab/platform/service/run';
import {
  deathsFor,
  FOLDER_SETTING,
  noteDeath,
  noteHeld,
  planReader,
  SERVICE_SETTING,
  TWIN_SETTING,
} from '../plan.ts';
import { trap } from './trap.ts';
import { trappedPorts } from './trapped-ports.ts';
import { twinNamed } from './twins.ts';

const toldName = (): ServiceName => {
  const name = serviceNames.find((each) => each === process.env[SERVICE_SETTING]);
  if (name === undefined)
    throw new Error(`${SERVICE_SETTING} names no service: only the sweep runs this build`);
  return name;
};

const toldFolder = (): string => {
  const folder = process.env[FOLDER_SETTING];
  if (folder === undefined) throw new Error(`${FOLDER_SETTING} is missing: only the sweep runs this build`);
  return folder;
};

const LOOK_EVERY_MS = 50;

/** Whoever is told to stay away is a process, and nothing else. */
const mayCome = async (folder: string, name: ServiceName): Promise<void> => {
  const plan = planReader(folder, name);
  while (plan().staysAway) {
    tellLauncher({ waiting: 'the sweep keeps it away' });
    await sleep(LOOK_EVERY_MS);
  }
};

const trapOf = (folder: string, name: ServiceName) =>
  trap({
    plan: planReader(folder, name),
    deathsFor: (cell) => deathsFor(folder, name, cell),
    noteDeath: (death) => {
      noteDeath(folder, name, death);
    },
    noteHeld: (held) => {
      noteHeld(folder, name, held);
    },
    kill: killSelf,
    pid: process.pid,
    now: Date.now,
  });

/** The signal ends every thread before the call returns; should it ever take a moment, nothing happens in it. */
const killSelf = (): never => {
  for (;;) process.kill(process.pid, 'SIGKILL');
};

const name = toldName();
await run(name, async () => {
  const folder = toldFolder();
  await mayCome(folder, name);
  const { settings, serviceIn } = services[name];
  const { ports, close } = await realPorts(name, readConfig(settings, process.env));
  const twin = twinNamed(process.env[TWIN_SETTING]);
  const service = serviceIn(process.env, twin.ports(trappedPorts(ports, trapOf(folder, name))));
  return {
    start: async () => {
      const started = await service.start();
      flushCompileCache(); // the next start is quicker, and this process is not going to end in order
      return started;
    },
    stop: service.stop,
    close,
  };
});
