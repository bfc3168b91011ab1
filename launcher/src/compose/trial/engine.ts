// The Docker engine of the trial: the one that runs, or one of its own for as long as the trial takes.
import { exitCodes, ExitError } from '../../command/exit-codes.ts';
import { programPath } from '../../processes/programs.ts';
import { canInstall } from '../../processes/system-packages.ts';
import { install } from './packages.ts';
import { startPrivateEngine } from './private-engine.ts';
import { engineVersion } from './running-engine.ts';
import type { Engine } from './running-engine.ts';
import type { Workshop } from './workshop.ts';

/** @throws ExitError 69 if there is none and none can be had. */
export const provideEngine = async (workshop: Workshop): Promise<Engine> => {
  const running = await runningEngine(workshop);
  if (running) return running;
  if (!canInstall()) throw nothingRuns;
  if (programPath('dockerd') === undefined)
    await install(workshop, 'docker.io', 'containerd', 'runc', 'iptables');
  // A machine with an init system has started the engine that was installed just now.
  return (await runningEngine(workshop)) ?? startPrivateEngine(workshop);
};

const runningEngine = async ({ commands }: Workshop): Promise<Engine | undefined> => {
  const version = await engineVersion(commands, {});
  if (version === undefined) return undefined;
  return { version, isPrivate: false, env: {}, stop: () => Promise.resolve() };
};

const nothingRuns = new ExitError(
  exitCodes.missing,
  'No Docker engine runs here, and none can be installed: that takes root and apt-get (Debian, Ubuntu). ' +
    'Start Docker, then type: npm run compose:try',
);
