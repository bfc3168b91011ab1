// Starts the four processes of the floor, and asks them.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Infrastructure } from '@saga-lab/launcher/engine/real-engine';
import type { Process } from '../counters/processes.ts';
import { hops } from './course.ts';
import type { FromProcess, ToProcess } from './talk.ts';
import type { Counts } from './worker.ts';

const program = fileURLToPath(new URL('process.ts', import.meta.url));

export interface Driver {
  readonly processes: () => readonly Process[];
  /** Begins a saga, together with all others that are begun in the same turn. */
  readonly begin: (saga: string) => void;
  /** Over all processes, since they began. */
  readonly counts: () => Promise<Counts>;
  readonly stop: () => Promise<void>;
}

/** `failed`: called with the reason, once, when a process cannot go on. */
export const startProcesses = async (
  { mongoUrl, e2eUrl }: Pick<Infrastructure, 'mongoUrl' | 'e2eUrl'>,
  failed: (error: Error) => void,
): Promise<Driver> => {
  const children = serviceNames.map((service) => ({ service, child: startProcess() }));
  const all = children.map(({ child }) => child);
  for (const child of all) child.on('message', (message) => reportFailure(message as FromProcess, failed));
  await Promise.all(
    children.map(async ({ service, child }) => {
      await asked(child, { say: 'connect', service, mongoUrl: mongoUrl(service), brokerUrl: e2eUrl });
    }),
  );
  const first = children.find(({ service }) => service === hops[0])?.child;
  let begun: string[] = [];
  const send = (): void => {
    if (first) say(first, { say: 'begin', sagas: begun });
    begun = [];
  };
  return {
    processes: () =>
      children.flatMap(({ service, child }) =>
        child.pid === undefined ? [] : [{ name: service, pid: child.pid }],
      ),
    begin: (saga) => {
      if (begun.length === 0) setImmediate(send);
      begun.push(saga);
    },
    counts: async () => sumOf(await Promise.all(all.map(countsOf))),
    stop: async () => {
      await Promise.all(all.map(end));
    },
  };
};

const startProcess = (): ChildProcess =>
  fork(program, [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

const say = (child: ChildProcess, message: ToProcess): void => void child.send(message);

const asked = async (child: ChildProcess, message: ToProcess): Promise<FromProcess> => {
  const answered = once(child, 'message');
  say(child, message);
  const [answer] = (await answered) as [FromProcess];
  if (answer.say === 'failed') throw new Error(`a process of the floor failed: ${answer.why}`);
  return answer;
};

const countsOf = async (child: ChildProcess): Promise<Counts> => {
  const answer = await asked(child, { say: 'count' });
  return answer.say === 'counted' ? answer.counts : { commits: 0, confirmed: 0 };
};

const sumOf = (counts: readonly Counts[]): Counts => ({
  commits: counts.reduce((sum, each) => sum + each.commits, 0),
  confirmed: counts.reduce((sum, each) => sum + each.confirmed, 0),
});

const reportFailure = (message: FromProcess, failed: (error: Error) => void): void => {
  if (message.say === 'failed') failed(new Error(`a process of the floor failed: ${message.why}`));
};

/** They end when the driver lets go of them, however that comes about. */
const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
};
