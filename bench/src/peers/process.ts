// What all processes of a peer have in common: they begin when they are told with what, and end when the benchmark lets go of them,
// however that comes about. Any failure is the end of the run.
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { FromProcess, Ready } from './talk.ts';

export interface Begun extends Ready {
  /** Ends the servers that it has started. */
  readonly stop?: () => Promise<void>;
}

/** Tells which sagas have ended; all of one turn in one message. */
export type TellEnded = (saga: string) => void;

const tell = (message: FromProcess): void => void process.send?.(message);

const endedTeller = (): TellEnded => {
  let sagas: string[] = [];
  return (saga) => {
    if (sagas.length === 0)
      setImmediate(() => {
        tell({ say: 'ended', sagas });
        sagas = [];
      });
    sagas.push(saga);
  };
};

export const runProcess = (begin: (settings: never, tellEnded: TellEnded) => Promise<Begun>): void => {
  let stop: Begun['stop'];
  const end = async (code: number): Promise<never> => {
    await stop?.();
    process.exit(code);
  };
  const fail = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    tell({ say: 'failed', why, ...(error instanceof ExitError && { exitCode: error.exitCode }) });
    void end(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.on('disconnect', () => void end(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined); // the benchmark gets them, too
  process.once('message', (settings) => {
    begin(settings as never, endedTeller()).then((begun) => {
      stop = begun.stop;
      tell({ say: 'ready', url: begun.url, servers: begun.servers });
    }, fail);
  });
};
