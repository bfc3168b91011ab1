// Start and stop of a service's parts, in the order that loses nothing.
import type { RequestListener } from 'node:http';
import { PermanentError } from '../decider/errors.ts';
import { listen, type Listening } from '../http/server/server.ts';
import type { Clock } from '../runtime/ports.ts';
import { atMost } from '../runtime/time.ts';
import type { Service } from './service.ts';

/** Something that runs; `stop` is called once, and only after `start` was called. */
export interface Part {
  readonly start: () => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}

export interface Running {
  readonly app: RequestListener;
  readonly address: { readonly host: string; readonly port: number };
  /** In the order in which they start; they stop in the reverse one, all of them after the HTTP server. */
  readonly parts: readonly Part[];
  readonly clock: Clock;
}

const FINISH_REQUESTS_WITHIN_MS = 3_000;
const STOP_WITHIN_MS = 10_000;

export const lifecycle = ({ app, address, parts, clock }: Running) => {
  let listening: Listening | undefined;
  let stage: 'starting' | 'running' | 'stopping' = 'starting';
  let stopping: Promise<void> | undefined;
  const started: Part[] = [];

  const stopInOrder = async (): Promise<void> => {
    await listening?.close(FINISH_REQUESTS_WITHIN_MS);
    for (const part of started.reverse()) await part.stop();
  };
  const stop = (): Promise<void> => {
    stage = 'stopping';
    stopping ??= atMost(STOP_WITHIN_MS, stopInOrder(), clock);
    return stopping;
  };
  const startInOrder = async (): Promise<Listening> => {
    for (const part of parts) {
      started.push(part);
      await part.start();
    }
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
  return { http: { app, url }, start, stop, stage: () => stage } satisfies Omit<Service, 'runtime'> & {
    stage: () => string;
  };
};
