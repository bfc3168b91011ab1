// The memory engine: the same services with their real HTTP, in this process, over one broker and stores in memory.
import { bindings } from '@saga-lab/protocols/topology';
import type { Binding } from '@saga-lab/contracts/topology';
import { memoryBroker } from '@saga-lab/platform/bus/memory-bus';
import type { MemoryBroker } from '@saga-lab/platform/bus/memory-bus';
import { nodeIds } from '@saga-lab/platform/service/node-ids';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import type { Ports } from '@saga-lab/platform/service/ports';
import type { Service } from '@saga-lab/platform/service/service';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { fillStore } from './begin-histories.ts';
import { nowhere } from '../system/check-settings.ts';
import { handedOn } from '../settings/admin-token.ts';
import type { Engine, EngineOptions, EnginePart } from './engine.ts';
import { partName } from './engine.ts';
import { allReady } from './ready.ts';
import { portSetting, services } from '../settings/services.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Each delivery in a turn of its own, as from a network: otherwise a whole saga fits between two HTTP requests. */
export const ownBroker = (subscriptions: readonly Binding[] = bindings): MemoryBroker =>
  memoryBroker({ subscriptions, schedule: (work) => void setImmediate(work) });

/**
 * Instances of one service share its store, views and dead letters, as they would share a database. Spans are made only
 * by a tracer that is given: settings for their export are not followed here.
 */
export const startMemory = async (
  options: EngineOptions,
  broker = ownBroker(),
  tracing: Pick<Ports, 'tracer'> = {},
): Promise<Engine> => {
  const stores = serviceNames.map((name) => ({ name, store: memoryStore(systemClock) }));
  const running = stores.flatMap(({ name, store }) => {
    const shared = {
      store,
      deadLetters: memoryDeadLetters(),
      views: memoryViews(),
    };
    return Array.from({ length: options.instances }, (_each, index) => {
      const ports = { ...shared, bus: broker.connect(name), clock: systemClock, ids: nodeIds };
      const env = environmentOf(name, index + 1, options);
      const service = services[name].serviceIn(env, { ...ports, ...tracing, observer: () => undefined });
      return { name: partName(name, index + 1), service };
    });
  });
  for (const { name, store } of stores)
    if (options.history) await fillStore(store, name, options.history[name] ?? []);
  const parts = await Promise.all(running.map(({ name, service }) => startPart(name, service)));
  const stop = async () => {
    await Promise.all(running.map(({ service }) => service.stop()));
  };
  try {
    await allReady(parts);
  } catch (error) {
    await stop();
    throw error;
  }
  return { parts, stop };
};

/** Logs are silent: they would mix with what the command prints. Metrics and dead letters tell the rest. */
const environmentOf = (
  service: ServiceName,
  n: number,
  { adminToken, env, envOf }: EngineOptions,
): Environment => ({
  ...process.env,
  HOST: '127.0.0.1',
  PORT: (n === 1 ? process.env[portSetting(service)] : undefined) ?? '0',
  INSTANCE: String(n),
  ...handedOn(adminToken),
  LOG_LEVEL: 'silent',
  ...nowhere,
  ...env,
  ...envOf?.[service],
});

const startPart = async (name: string, service: Service): Promise<EnginePart> => {
  const { url } = await service.start();
  const refuse = () => Promise.reject(new Error(`${name} has no process of its own in the memory engine`));
  return { name, url, pid: undefined, kill: refuse, start: refuse };
};
