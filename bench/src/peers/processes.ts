// Starts the processes of a peer, and hears what they say.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Process } from '../counters/processes.ts';
import type { FromProcess } from './talk.ts';

export interface Started {
  readonly url: string;
  readonly processes: readonly Process[];
  readonly stop: () => Promise<void>;
}

export interface Heard {
  readonly ended: (saga: string) => void;
  /** Called with the reason when it cannot go on, once it had begun. */
  readonly failed: (error: Error) => void;
}

/** @throws Error if it does not begin */
export const startProcess = async (
  { name, program }: { readonly name: string; readonly program: string },
  settings: object,
  { ended, failed }: Heard,
): Promise<Started> => {
  // By plain node, as services run: a loader that compiles costs them something at each call.
  const child = fork(program, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    if (child.connected) child.disconnect();
    await gone;
  };
  const failure = (why: string) => new Error(`${name} failed: ${why}`);
  child.send(settings);
  const [first] = (await once(child, 'message')) as [FromProcess];
  if (first.say !== 'ready') {
    await stop();
    if (first.say === 'failed' && first.exitCode !== undefined)
      throw new ExitError(first.exitCode, first.why);
    throw failure(first.say === 'failed' ? first.why : 'it ended sagas before it began');
  }
  child.on('message', (message: FromProcess) => {
    if (message.say === 'ended') for (const saga of message.sagas) ended(saga);
    if (message.say === 'failed') failed(failure(message.why));
  });
  const processes = [...(child.pid === undefined ? [] : [{ name, pid: child.pid }]), ...first.servers];
  return { url: first.url, processes, stop };
};
