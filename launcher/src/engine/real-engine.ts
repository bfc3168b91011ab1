// The real engine: broker, databases, and every instance of every service as a process of its own.
import { join } from 'node:path';
import { fillDatabase } from '../databases/fill.ts';
import { handedOn } from '../settings/admin-token.ts';
import type { BrokerControl, Engine, EngineOptions, EnginePart } from './engine.ts';
import { partName } from './engine.ts';
import { allReady } from './ready.ts';
import { ServiceProcess } from '../processes/processes.ts';
import type { ProcessEvents } from '../processes/processes.ts';
import { portSetting } from '../settings/services.ts';

/** Broker and databases, found or started. */
export interface Infrastructure {
  readonly rabbitmqUrl: (service: string) => string;
  readonly mongoUrl: (service: string) => string;
  readonly e2eUrl: string;
  /** Of a broker that was started for this system alone. */
  readonly control?: BrokerControl | undefined;
  readonly parts: readonly EnginePart[];
  stop(): Promise<void>;
}

export interface RealParts {
  readonly infrastructure: Infrastructure;
  /** Service name -> its program. */
  readonly programs: Readonly<Record<string, string>>;
  /** Milliseconds, 60 s by default. */
  readonly readyWithinMs?: number;
}

/** @throws ExitError if a service does not come up, or is not ready in time, with the reason and its log; then everything is stopped again. */
export const startReal = async (options: EngineOptions, real: RealParts): Promise<Engine> => {
  const processes = Object.keys(real.programs).flatMap((service) =>
    instanceNumbers(options.instances).map((n) => processOf(service, n, options, real)),
  );
  const stop = async () => {
    await Promise.all(processes.map((each) => each.kill('SIGTERM')));
    await real.infrastructure.stop();
  };
  try {
    for (const [service, commits] of Object.entries(options.history ?? {}))
      await fillDatabase(real.infrastructure.mongoUrl(service), service, commits, {
        resume: options.resumeHistory,
      });
    await startAll(processes, real.readyWithinMs);
  } catch (error) {
    await stop();
    throw error;
  }
  const { e2eUrl, control, parts } = real.infrastructure;
  return { parts: [...processes, ...parts], broker: { e2eUrl, control }, stop };
};

/** A service that waits for something says so and starts when it can; how long that may take is for `allReady` to say. */
const startAll = async (processes: readonly ServiceProcess[], withinMs?: number): Promise<void> => {
  const over = new AbortController();
  try {
    const { signal } = over;
    await Promise.all([allReady(processes, { withinMs, signal }), ...processes.map((each) => each.start())]);
  } finally {
    over.abort();
  }
};

const instanceNumbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_each, index) => index + 1);

const processOf = (service: string, n: number, options: EngineOptions, real: RealParts): ServiceProcess => {
  const name = partName(service, n);
  const logFile = join(options.dataDir, 'logs', `${name}.log`);
  const entry = real.programs[service] ?? '';
  const env = {
    HOST: '127.0.0.1',
    PORT: (n === 1 ? process.env[portSetting(service)] : undefined) ?? '0',
    INSTANCE: String(n),
    MONGO_URL: real.infrastructure.mongoUrl(service),
    RABBITMQ_URL: real.infrastructure.rabbitmqUrl(service),
    ...handedOn(options.adminToken),
    ...options.env,
    ...options.envOf?.[service],
  };
  const crashLimits = options.builds?.crashLimits;
  return new ServiceProcess({ name, entry, env, logFile, crashLimits }, eventsOf(name, options));
};

const eventsOf = (name: string, { log, changed, gaveUp }: EngineOptions): ProcessEvents => ({
  changed,
  gaveUp,
  crashed: (how, restartInMs) => {
    log(`${name} crashed (${how}); starting it again in ${restartInMs} ms`);
  },
});
