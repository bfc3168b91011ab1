// The process around a service: exit codes, signals, and the launcher's channel.
import { PermanentError } from '../decider/errors.ts';
import { createLogger, hideCredentials } from '../telemetry/logging.ts';
import { tellLauncher } from './launcher-channel.ts';
import type { Service } from './service.ts';

export type RunningService = Pick<Service, 'start' | 'stop'> & {
  /** Ends the connections under the service. */
  readonly close: () => Promise<void>;
};

/** Bad configuration, of the service or of what it stands on, as in sysexits.h: starting again would not help. */
const EX_CONFIG = 78;
/** Refusals that the next start may not meet: whoever has the port may be about to end. */
const MAY_PASS = new Set(['PORT_TAKEN', 'LISTEN_FAILED']);

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
  let isEnding = (): boolean => false;
  try {
    const service = await build();
    isEnding = onEnd(async () => {
      await service.stop();
      await service.close();
    }, name);
    const { url } = await service.start();
    tellLauncher({ ready: url });
  } catch (error) {
    if (!isEnding()) refuse(name, error);
  }
};

/** Returns whether the end has begun. */
const onEnd = (end: () => Promise<void>, name: string): (() => boolean) => {
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
  return () => ending;
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
  process.exit(MAY_PASS.has(error.code) ? 1 : EX_CONFIG);
};

const fail = (service: string, error: unknown): void => {
  const instance = process.env['INSTANCE'] ?? '1';
  createLogger({ service, instance, level: 'fatal' }).fatal({ err: error }, 'ended by an error');
  process.exit(1);
};
