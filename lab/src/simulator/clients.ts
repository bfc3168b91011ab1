// Those who send requests: customers who order, repeat, cancel and give up, and an operator.
import type { ServiceName } from '@saga-lab/contracts/services';
import { askRoutes } from './ask.ts';
import type { Request, Response } from './ask.ts';
import type { Moment } from './choices.ts';
import type { Plan } from './plan.ts';
import type { Process } from './process.ts';
import type { System } from './system.ts';
import { HOP } from './world.ts';

/** An order as its customer knows it. */
export interface Placed {
  readonly customerId: string;
  readonly key: string;
  /** Left out as long as nobody has heard: it may be there or not. */
  readonly orderId?: string;
}

export interface Asking {
  /** `undefined`: no answer in time. */
  readonly ask: (who: string, service: ServiceName, request: Request) => Promise<Response | undefined>;
  /** Asks until somebody answers, and not that it cannot be done now. */
  readonly insist: (who: string, service: ServiceName, request: Request) => Promise<Response>;
  readonly wait: (ms: number, why: string) => Promise<void>;
}

const GIVES_UP_US = 3_000_000;
const AGAIN_MS = 200;

export const asking = ({ world, processes, serviceIn }: System): Asking => {
  const faults = world.table('request lost', 'response lost');

  const answerTo = (
    moment: Moment,
    process: Process,
    request: Request,
    answered: (response: Response) => void,
  ): void => {
    const service = serviceIn(process);
    const life = process.life();
    if (!service) {
      answered({ status: 503, body: { code: 'NOBODY_THERE' } });
      return;
    }
    void askRoutes(service.routes(), request).then((response) => {
      if (!life.isAlive()) return;
      world.after(
        world.latency(moment, 'delay of the response'),
        `< ${moment.label}: ${response.status}`,
        () => {
          answered(response);
        },
      );
    });
  };

  const ask: Asking['ask'] = (who, service, request) => {
    const doing = `${request.method.toUpperCase()} ${request.path}`;
    const label = `${who} asks ${service}: ${doing}`;
    const moment = world.moment(label);
    const fault = world.fault(moment, faults);
    const instances = processes.filter((process) => process.service === service);
    const process = instances[world.pick(moment, 'instance', instances.length - 1, 0.5)];
    return new Promise((resolve) => {
      const stop = world.after(GIVES_UP_US, `${who} hears nothing: ${doing}`, () => {
        resolve(undefined);
      });
      const answered = (response: Response): void => {
        if (fault === 'response lost') return;
        stop();
        resolve(response);
      };
      world.after(
        world.latency(moment, 'delay'),
        `> ${label}`,
        () => {
          if (fault) world.inject(fault, { who, doing, service });
          if (process && fault !== 'request lost') answerTo(moment, process, request, answered);
        },
        process,
      );
    });
  };

  const wait: Asking['wait'] = (ms, why) =>
    new Promise((resolve) => void world.after(ms * 1_000 + HOP, why, resolve));

  const insist: Asking['insist'] = async (who, service, request) => {
    for (;;) {
      const response = await ask(who, service, request);
      if (response && response.status !== 503) return response;
      await wait(AGAIN_MS, `${who} will ask again`);
    }
  };
  return { ask, insist, wait };
};

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${name}-${n + 1}`);

export const customersOf = ({ customers }: Plan): readonly string[] => numbered('customer', customers);
export const skusOf = ({ skus }: Plan): readonly string[] => numbered('sku', skus);
