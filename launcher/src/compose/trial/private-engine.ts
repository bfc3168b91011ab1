// A Docker engine that belongs to the trial alone. It ends with the trial, however that ends, and leaves the network of the
// machine as it is: no bridge of its own, no rule in the firewall.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes, ExitError } from '../../command/exit-codes.ts';
import { endOfLog, openLog } from '../../processes/programs.ts';
import { engineVersion } from './running-engine.ts';
import type { Engine } from './running-engine.ts';
import type { Workshop } from './workshop.ts';

const UP_WITHIN_MS = 60_000;
/** It gives its containers ten seconds. */
const DOWN_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 200;

/** Starts `$@` and ends it in order when its input ends, which is when the trial is gone. */
const UNTIL_INPUT_ENDS = '"$@" 3<&0 </dev/null & engine=$!; cat >/dev/null; kill $engine; wait $engine';

interface Places {
  readonly data: string;
  /** Of sockets; their paths may have 107 bytes at most, so it does not depend on where the project lies. */
  readonly run: string;
  readonly pidFile: string;
  readonly log: string;
}

const placesIn = (dir: string): Places => ({
  data: join(dir, 'engine'),
  run: join('/run', `saga-lab-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`),
  pidFile: join(dir, 'engine.pid'),
  log: join(dir, 'engine.log'),
});

/** @throws ExitError 69 with the end of its log if it does not come up. */
export const startPrivateEngine = async (workshop: Workshop): Promise<Engine> => {
  const { dir, say, during } = workshop;
  const places = placesIn(dir);
  await endLeftover(places, say);
  mkdirSync(places.data, { recursive: true });
  mkdirSync(places.run, { recursive: true });
  const env = { DOCKER_HOST: `unix://${places.run}/docker.sock` };
  const child = startDaemon(places);
  const stop = () => stopped(child, places);
  const version = await during('Starting a Docker engine of its own', answering(workshop, child, env));
  if (version !== undefined) return { version, isPrivate: true, env, stop };
  await stop();
  throw new ExitError(
    exitCodes.missing,
    `A Docker engine was installed, but does not come up.\n${endOfLog(places.log)}`,
  );
};

const startDaemon = ({ data, run, pidFile, log: file }: Places): ChildProcess => {
  const log = openLog(file);
  const where = ['--data-root', data, '--exec-root', join(run, 'exec'), '--pidfile', pidFile];
  const network = ['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--ip-forward=false'];
  const daemon = ['dockerd', '--host', `unix://${run}/docker.sock`, ...where, ...network];
  const { SAGA_LAB_MARK: _mark, ...env } = process.env; // what ends the marked is in more of a hurry
  const child = spawn('sh', ['-c', UNTIL_INPUT_ENDS, 'sh', ...daemon], {
    detached: true,
    env,
    stdio: ['pipe', log.fd, log.fd],
  });
  log.close();
  return child;
};

const answering = async ({ commands }: Workshop, child: ChildProcess, env: Engine['env']) => {
  const deadline = Date.now() + UP_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const version = await engineVersion(commands, env);
    if (version !== undefined) return version;
    await sleep(LOOK_EVERY_MS);
  }
  return undefined;
};

const stopped = async (child: ChildProcess, { run, pidFile }: Places): Promise<void> => {
  const pid = pidIn(pidFile);
  const closed = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
  child.stdin?.end();
  const late = setTimeout(() => {
    if (pid !== undefined) send(pid, 'SIGKILL');
  }, DOWN_WITHIN_MS);
  await closed;
  clearTimeout(late);
  rmSync(run, { recursive: true, force: true, maxRetries: 10, retryDelay: LOOK_EVERY_MS }); // mounts go last
};

/** That of a trial that was killed together with what watched over its engine. */
const endLeftover = async ({ data, pidFile }: Places, say: Workshop['say']): Promise<void> => {
  const pid = pidIn(pidFile);
  if (pid === undefined || !isEngineOf(pid, data)) return;
  say(`Ending the Docker engine of a trial that was killed (pid ${pid})`);
  send(pid, 'SIGTERM');
  const deadline = Date.now() + DOWN_WITHIN_MS;
  while (isEngineOf(pid, data)) {
    if (Date.now() > deadline) send(pid, 'SIGKILL');
    await sleep(LOOK_EVERY_MS);
  }
};

const pidIn = (file: string): number | undefined =>
  existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined : undefined;

/** A pid may belong to somebody else by now. */
const isEngineOf = (pid: number, data: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return false;
  }
};

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // gone meanwhile
  }
};
