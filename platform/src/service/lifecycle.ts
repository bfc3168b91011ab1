// Start and stop of a service, in the order that loses nothing.
import type { RequestListener } from 'node:http';
import { PermanentError } from '../decider/errors.ts';
import { listen, type Listening } from '../http/server/server.ts';
import type { Clock } from '../runtime/ports.ts';
import type { Startable } from '../runtime/start-order.ts';
import { atMost } from '../runtime/time.ts';
import type { Service } from './service.ts';

export interface Running {
  readonly app: RequestListener;
  readonly address: { readonly host: string; readonly port: number };
  /** Starts before the HTTP server, and stops after it. */
  readonly component: Startable;
  readonly clock: Clock;
}

const FINISH_REQUESTS_WITHIN_MS = 3_000;
const STOP_WITHIN_MS = 10_000;

export const lifecycle = ({ app, address, component, clock }: Running) => {
  let listening: Listening | undefined;
  let stage: 'starting' | 'running' | 'stopping' = 'starting';
  let stopping: Promise<void> | undefined;

  const stopInOrder = async (): Promise<void> => {
    await listening?.close(FINISH_REQUESTS_WITHIN_MS);
    await component.stop();
  };
  const stop = (): Promise<void> => {
    stage = 'stopping';
    stopping ??= atMost(STOP_WITHIN_MS, stopInOrder(), clock);
    return stopping;
  };
  const startInOrder = async (): Promise<Listening> => {
    await component.start();
    return listen(app, address);
  };
  const start = async (): Promise<{ url: string }> => {
    try {
      listening = await startInOrder();
    } catch (error) {
      await stop();
      throw error;
    }
    stage = 'running';
    return { url: listening.url };
  };
  const url = (): string => {
    if (!listening) throw new PermanentError('NOT_STARTED', 'the service does not listen yet');
    return listening.url;
  };
  return { http: { app, url }, start, stop, stage: () => stage } satisfies Service & {
    stage: () => string;
  };
};
