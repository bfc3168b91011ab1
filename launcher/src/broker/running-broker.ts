// A broker that was started here: waits until it serves, kills it, starts it again on the same port and data.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { exchanges, queues } from '@saga-lab/contracts/topology';
import type { BrokerControl } from '../engine/engine.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { endOfLog, isDeadly } from '../processes/programs.ts';
import { expectThere } from './queue-counts.ts';

/** How to run it: as a process of its own, or in a container. */
export interface BrokerProgram {
  readonly logFile: string;
  /** Starts it, in a process group of its own; the child lives as long as the broker does. */
  start(): ChildProcess;
  /** The broker's own process; `undefined` as long as that is not known. */
  pid(): number | undefined;
  signal(signal: NodeJS.Signals): void;
  readonly control: BrokerControl;
  /** What is left to do once it serves. */
  settle(): Promise<void>;
}

export interface RunningBroker {
  readonly pid: number | undefined;
  /** A signal that ends it keeps it down until `start`, and resolves when it is gone; others are just sent. */
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Resolves when it serves. @throws ExitError with the end of its log if it does not come up */
  readonly start: () => Promise<void>;
}

const UP_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** `e2eUrl`: how to look whether it serves. */
export const runningBroker = (program: BrokerProgram, e2eUrl: string): RunningBroker => {
  let child: ChildProcess | undefined;

  const begin = (): ChildProcess => {
    const started = program.start();
    child = started;
    const gone = () => {
      if (child === started) child = undefined;
    };
    started.once('exit', gone).once('error', gone);
    return started;
  };

  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    if (!running) return;
    if (!isDeadly(signal)) {
      send(program, signal);
      return;
    }
    const gone = new Promise((resolve) => running.once('exit', resolve));
    const late = setTimeout(() => {
      end(program, running);
    }, STOP_WITHIN_MS);
    if (program.pid() === undefined) end(program, running);
    else send(program, signal);
    await gone;
    clearTimeout(late);
  };

  return {
    get pid() {
      return child && program.pid();
    },
    kill,
    start: async () => {
      const running = child ?? begin();
      const deadline = Date.now() + UP_WITHIN_MS;
      while (!(await serves(e2eUrl))) {
        const over = child !== running || Date.now() > deadline;
        if (over) await kill('SIGKILL');
        if (over) throw new ExitError(exitCodes.missing, neverUp(program.logFile));
        await sleep(LOOK_EVERY_MS);
      }
      await program.settle();
    },
  };
};

const send = (program: BrokerProgram, signal: NodeJS.Signals): void => {
  try {
    program.signal(signal);
  } catch {
    // gone meanwhile
  }
};

/** The shell around the broker too, and what it started: they are one process group. */
const end = (program: BrokerProgram, child: ChildProcess): void => {
  send(program, 'SIGKILL');
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // gone meanwhile
  }
};

const neverUp = (logFile: string): string => `RabbitMQ does not come up. ${endOfLog(logFile)}`;

/** It accepts connections, and knows the queues and exchanges of today: the definitions are loaded. */
export const serves = (url: string): Promise<boolean> =>
  expectThere(url, { exchanges: Object.values(exchanges), queues }).then(
    () => true,
    () => false,
  );
