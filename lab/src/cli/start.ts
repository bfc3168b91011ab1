// `npm start`: a whole lab with one command, four sagas to look at, and curl lines to go on with.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import type { Progress } from '@saga-lab/launcher/command/progress';
import { progressOn } from '@saga-lab/launcher/command/progress';
import { unready } from '@saga-lab/launcher/engine/ready';
import { runningSystem } from '@saga-lab/launcher/system/state-file';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { curlLines } from './curl-lines.ts';
import { isNoAnswer, Refused } from '../client/request.ts';
import { runDemo } from '../demo/demo.ts';
import { wantsColour } from '../show/paint.ts';
import { startOptions } from './start-options.ts';
import type { StartOptions } from './start-options.ts';

const envFile = fileURLToPath(new URL('../../../.env', import.meta.url));

const notReal = [
  '',
  '  !!  Falling back to the MEMORY engine, because the real parts cannot be had (see above).',
  '  !!  Real: the code of the four services, their REST interfaces, every decision and every message.',
  '  !!  Not real: RabbitMQ, MongoDB, separate processes. Nothing is durable, nothing can crash by itself.',
  '',
].join('\n');

/** Beside a system that runs already, a run that ends by itself gets a directory of its own. */
const dataDirFor = ({ once, dataDir = defaultDataDir }: StartOptions): string =>
  once && runningSystem(dataDir) ? join(dataDir, `once-${process.pid}`) : dataDir;

const begin = async (options: StartOptions, dataDir: string, { say, during }: Progress): Promise<System> => {
  say(`Engine: ${options.engine} (${options.why})`);
  if (options.engine === 'memory') return startSystem({ engine: 'memory', dataDir, log: say });
  const { cluster: isCluster } = options;
  try {
    return await during('Starting the lab', startSystem({ engine: 'real', dataDir, log: say, isCluster }));
  } catch (error) {
    const isMissing = error instanceof ExitError && error.exitCode === exitCodes.missing;
    if (!isMissing || isCluster) throw error;
    say(`${error.message}\n${notReal}`);
    return startSystem({ engine: 'memory', dataDir, log: say });
  }
};

const isUp = (system: System): string =>
  [
    `Up: ${system.engine} engine`,
    ...system.parts().map(({ name, url = '', pid }) => `  ${name}  ${url}${pid ? `  pid ${pid}` : ''}`),
  ].join('\n');

/** An answer that the demonstration did not expect most often has its reason in a part that is not ready any more. */
const brokenOff = async (error: unknown, system: System): Promise<unknown> => {
  if (!isNoAnswer(error) && !(error instanceof Refused)) return error;
  const instances = system.parts().map(({ name, url }) => ({ name, url }));
  const lines = await unready(instances.filter(({ url = '' }) => url.startsWith('http')));
  const why = lines.length > 0 ? ['Not ready:', ...lines] : ['Every part says that it is ready.'];
  const next = 'Look at what there is and runs, then try again: npm run lab -- doctor';
  return new ExitError(
    exitCodes.violated,
    [`The demonstration broke off: ${(error as Error).message}`, ...why, next].join('\n'),
  );
};

const main = async (): Promise<void> => {
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const options = startOptions(process.argv.slice(2), process.env);
  const progress = progressOn(process.stderr);
  const live: { system?: System } = {};
  let staysUp = false;
  const isEnding = endOnSignals({
    stop: async (how) => live.system?.stop(how),
    exitCode: () => (staysUp ? exitCodes.holds : exitCodes.interrupted),
    say: progress.say,
  });

  const dataDir = dataDirFor(options);
  const system = await begin(options, dataDir, progress);
  live.system = system;
  system.onCrash((detail) => failed(new ExitError(exitCodes.violated, detail)));
  progress.say(isUp(system));
  const access = { urls: system.urls(), adminToken: system.adminToken };
  const colour = wantsColour(process.stdout, process.env);
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const { json } = options;
  const width = process.stdout.columns;
  const demo = await runDemo(access, write, { json, colour, width }).catch(async (error: unknown) =>
    isEnding() ? undefined : failed(await brokenOff(error, system)),
  );
  if (!demo) return; // the services went away because somebody told this to end, which it does already

  if (options.once) {
    await progress.during('Stopping', system.stop());
    process.exit(demo.ok ? exitCodes.holds : exitCodes.violated);
  }
  staysUp = true;
  progress.say(curlLines(system, dataDir).join('\n'));
};

endOnFailures();
await main().catch(failed);
