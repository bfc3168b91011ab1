// A system of stub services and a stand-in for a server, to test the launcher by itself.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EnginePart } from '../engine/engine.ts';
import { startReal } from '../engine/real-engine.ts';
import type { Infrastructure } from '../engine/real-engine.ts';
import { startSystem } from '../system/system.ts';
import type { System } from '../system/system.ts';

const stub = fileURLToPath(new URL('./stub-service.ts', import.meta.url));

/** Like mongod or RabbitMQ: a program without IPC, in a session of its own, that nobody tells of the launcher's end. */
class StubServer implements EnginePart {
  readonly name = 'broker';
  readonly url = 'amqp://stub';
  #child: ChildProcess | undefined;

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): Promise<void> {
    this.#child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    this.#child.unref();
    return Promise.resolve();
  }

  kill(signal: NodeJS.Signals): Promise<void> {
    this.#child?.kill(signal);
    return Promise.resolve();
  }
}

const stubInfrastructure = async (): Promise<Infrastructure> => {
  const server = new StubServer();
  await server.start();
  return {
    rabbitmqUrl: () => 'amqp://stub',
    mongoUrl: () => 'mongodb://stub',
    e2eUrl: 'amqp://stub',
    parts: [server],
    stop: () => server.kill('SIGTERM'),
  };
};

export interface StubOptions {
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  readonly instances?: number;
  /** See stub-service.ts. */
  readonly crashes?: string;
}

export const startStubSystem = ({ dataDir, crashes = '', ...rest }: StubOptions): Promise<System> =>
  startSystem({
    engine: 'real',
    log: () => undefined,
    dataDir,
    env: { STUB_CRASHES: crashes },
    makeEngine: async (options) =>
      startReal(options, {
        infrastructure: await stubInfrastructure(),
        programs: { 'order-service': stub, 'payment-service': stub },
      }),
    ...rest,
  });
