// The ports of a service on its own MongoDB and on RabbitMQ.
import { rabbitmqBus } from '../bus/rabbitmq/rabbitmq-bus.ts';
import { untilItWorks } from '../runtime/start-order.ts';
import { mongoDeadLetters } from '../store/mongo-dead-letters.ts';
import { connectMongo } from '../store/mongo-connection.ts';
import { mongoStore } from '../store/mongo-store.ts';
import { mongoViews } from '../views/mongo-views.ts';
import type { CommonConfig } from './config.ts';
import { createLogger, hideCredentials } from '../telemetry/logging.ts';
import { systemClock } from '../time/system-clock.ts';
import { nodeIds } from './node-ids.ts';
import { otlpTraces } from '../telemetry/otlp.ts';
import { tellLauncher } from './launcher-channel.ts';
import type { Ports } from './ports.ts';

export interface RealPorts {
  readonly ports: Ports;
  /** Ends the connections; after the service has stopped. */
  readonly close: () => Promise<void>;
}

/**
 * Connects; while database or broker are away it tries again for as long as it takes.
 * @throws PermanentError if an address, a user or the kind of server is wrong.
 */
export const realPorts = async (service: string, config: CommonConfig): Promise<RealPorts> => {
  const { INSTANCE: instance, LOG_LEVEL: level } = config;
  const logger = createLogger({ service, instance, level });
  const log = (line: string): void => {
    logger.warn(hideCredentials(line));
  };
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const { tracer, close: endTraces } = await otlpTraces({
    service,
    instance,
    endpoint,
    proxies: config,
  });
  const onWait = (reason: string): void => {
    log(`cannot start yet: ${reason}`);
    tellLauncher({ waiting: hideCredentials(reason) });
  };
  const connected = <T>(connect: () => Promise<T>) =>
    untilItWorks(connect, { clock: systemClock, ids: nodeIds, onWait });
  const mongo = await connected(() => connectMongo({ url: config.MONGO_URL }));
  const store = await connected(() => mongoStore(mongo.db));
  const bus = await connected(() => rabbitmqBus({ url: config.RABBITMQ_URL, log }));
  const ports: Ports = {
    store,
    bus,
    clock: systemClock,
    ids: nodeIds,
    deadLetters: mongoDeadLetters(mongo.db),
    views: mongoViews(mongo.db),
    observer: (seen) => {
      if (seen.kind === 'waiting') tellLauncher({ waiting: hideCredentials(seen.detail) });
    },
    ...(tracer && { tracer }),
  };
  const close = async (): Promise<void> => {
    await bus.close();
    await store.close();
    await mongo.close();
    await endTraces();
  };
  return { ports, close };
};
