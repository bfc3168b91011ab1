// Erlang's directory of the nodes on this machine, one of one's own: a node's name is known in it, and nowhere else.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** Where and with what a program of Erlang runs; the environment names the port of the directory. */
export interface Inside {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export const epmdPlace = (port: number): NodeJS.ProcessEnv => ({
  ERL_EPMD_PORT: String(port),
  ERL_EPMD_ADDRESS: '127.0.0.1',
});

/** Not left to Erlang, whose own epmd would detach itself and stay for ever. Gives back what ends it. */
export const startEpmd = (inside: Inside, port: number): (() => void) => {
  const epmd = run(['-port', String(port), '-address', '127.0.0.1'], inside);
  return () => {
    epmd.kill('SIGKILL');
    // On a slow machine Erlang may look before ours listens, and then has started its own all the same.
    run(['-kill'], inside).unref();
  };
};

const run = (args: readonly string[], inside: Inside): ChildProcess => {
  const child = spawn('epmd', args, { ...inside, detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  return child;
};
