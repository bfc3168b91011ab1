// A program for the tests of `run`: a service of which the first argument says how it fares.
import { PermanentError, TransientError } from '../decider/errors.ts';
import { readConfig, serviceSettings } from './config.ts';
import { run, type RunningService } from './run.ts';

const note = (what: string) => (): Promise<void> => {
  process.stderr.write(`${what}\n`);
  return Promise.resolve();
};

const alive = (): NodeJS.Timeout => setInterval(() => undefined, 1_000);

const good: RunningService = {
  start: () => {
    alive();
    return Promise.resolve({ url: 'http://127.0.0.1:1' });
  },
  stop: note('stopped'),
  close: note('closed'),
};

const later = (act: () => unknown): RunningService => ({
  ...good,
  start: () => {
    setTimeout(act, 10);
    return good.start();
  },
});

/** Waits in its start until it is stopped. */
const waiting = (): RunningService => {
  alive();
  const stopped = Promise.withResolvers<never>();
  return {
    ...good,
    start: () => {
      process.send?.({ waiting: 'no primary' });
      return stopped.promise;
    },
    stop: () => {
      stopped.reject(new TransientError('STORE_UNAVAILABLE', 'no primary'));
      return good.stop();
    },
  };
};

const builds: Record<string, () => RunningService> = {
  good: () => good,
  waiting,
  config: () => {
    readConfig(serviceSettings, { PORT: 'sesame' });
    return good;
  },
  refused: () => {
    throw new PermanentError('BROKER_ACCESS_REFUSED', 'amqp://u:sesame@broker refuses u');
  },
  standalone: () => {
    throw new PermanentError('MONGO_NOT_A_REPLICA_SET', 'mongodb://u:sesame@db runs alone');
  },
  taken: () => {
    throw new PermanentError('PORT_TAKEN', 'port 1 is taken');
  },
  bug: () => {
    throw new TypeError('amqp://u:sesame@broker is undefined');
  },
  rejection: () => later(() => void Promise.reject(new Error('nobody caught this'))),
  exception: () =>
    later(() => {
      throw new Error('nobody caught this');
    }),
};

await run('demo-service', () => {
  const build = builds[process.argv[2] ?? ''];
  return build ? Promise.resolve().then(build) : Promise.reject(new Error('unknown fixture'));
});
