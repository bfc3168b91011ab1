// The process around a service: exit codes, signals, and the launcher's channel.
import { PermanentError } from '../decider/errors.ts';
import { createLogger, hideCredentials } from './logging.ts';
import type { Service } from './service.ts';

export type RunningService = Pick<Service, 'start' | 'stop'> & {
  /** Ends the connections under the service. */
  readonly close: () => Promise<void>;
};

/** Bad configuration, as in sysexits.h: starting again would not help. */
const EX_CONFIG = 78;
/** Settings that only show at their first use to be wrong, besides CONFIG. */
const BAD_SETTINGS = new Set(['CONFIG', 'MONGO_URL_INVALID', 'BROKER_URL_INVALID', 'BROKER_ACCESS_REFUSED']);

/**
 * Builds and starts a service and keeps it until SIGTERM, SIGINT or the end of the launcher that started it. Tells
 * the launcher `{ ready: url }`. Never goes on after an error that nobody caught.
 */
export const run = async (name: string, build: () => Promise<RunningService>): Promise<void> => {
  process.on('uncaughtException', (error) => {
    fail(name, error);
  });
  process.on('unhandledRejection', (error) => {
    fail(name, error);
  });
  try {
    const service = await build();
    onEnd(async () => {
      await service.stop();
      await service.close();
    }, name);
    const { url } = await service.start();
    process.send?.({ ready: url });
  } catch (error) {
    refuse(name, error);
  }
};

const onEnd = (end: () => Promise<void>, name: string): void => {
  let ending = false;
  const once = (): void => {
    if (ending) return;
    ending = true;
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        fail(name, error);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, once);
  process.on('disconnect', once);
};

/** One line for a person who can do something about it; everything else is a bug and goes to the log. */
const refuse = (name: string, error: unknown): void => {
  if (!(error instanceof PermanentError)) {
    fail(name, error);
    return;
  }
  const isConfig = error.code === 'CONFIG';
  const words = isConfig
    ? `configuration: ${error.message} (.env.example explains every setting)`
    : error.message;
  process.stderr.write(`${name}: ${hideCredentials(words)}\n`);
  process.exit(BAD_SETTINGS.has(error.code) ? EX_CONFIG : 1);
};

const fail = (service: string, error: unknown): void => {
  const instance = process.env['INSTANCE'] ?? '1';
  createLogger({ service, instance, level: 'fatal' }).fatal({ err: error }, 'ended by an error');
  process.exit(1);
};
