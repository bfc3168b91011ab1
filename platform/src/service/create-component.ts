// One component put together: the runtime, its read models and its background work over the ports it is given.
import type { Bus } from '../bus/bus.ts';
import { decode } from '../bus/cloudevents.ts';
import type { NewEvent } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import { createRuntime } from '../runtime/create-runtime.ts';
import type { ReadModels } from '../runtime/read-models/read-models.ts';
import { readModels as readModelsOf } from '../runtime/read-models/read-models.ts';
import { forgetting } from '../runtime/forgetting.ts';
import { inOrder, patient } from '../runtime/start-order.ts';
import type { Startable } from '../runtime/start-order.ts';
import type { BackgroundWorld, Component, ComponentDefinition, ComponentPorts } from './component.ts';

export const createComponent = <S, M extends Message, E extends NewEvent>(
  definition: ComponentDefinition<S, M, E>,
  ports: ComponentPorts,
): Component => {
  const { name, settings, handlers, queues, projections, background, closedBy = {} } = definition;
  const { prefetch, limits } = settings;
  const readModels = readModelsOf({ ...ports, name, projections });
  const runtime = createRuntime({
    service: name,
    handlers,
    queues: queues.map((queue) => ({ queue, prefetch })),
    limits,
    ports,
    decode,
    onCommitted: readModels.take,
  });
  const work = partOf(background, { ...ports, views: readModels.views, runtime });
  const waiting = {
    ...ports,
    onWait: (detail: string) => {
      ports.observer({ kind: 'waiting', detail });
    },
  };
  return {
    ...inOrder(...[readModels, runtime, work].map((part) => patient(part, waiting))),
    runtime,
    readModels,
    ...(limits.retentionMs !== undefined && {
      forget: forgetting({ ...ports, readModels, projections, closedBy, retentionMs: limits.retentionMs }),
    }),
    troubles: () => troublesOf({ bus: ports.bus, runtime, readModels }),
  };
};

/** What puts a component together; a laboratory passes one of its own, to take a part out or to put another in. */
export type CreateComponent = typeof createComponent;

const partOf = (
  begin: ((world: BackgroundWorld) => Promise<() => unknown>) | undefined,
  world: BackgroundWorld,
): Startable => {
  let end = (): unknown => undefined;
  return {
    start: async () => {
      if (begin) end = await begin(world);
    },
    stop: async () => {
      await end();
    },
  };
};

interface Checked {
  readonly ready: () => { readonly ok: boolean };
}

/** In words of our own: what drivers say about it is in the log, and for nobody else. */
const troublesOf = (parts: {
  readonly bus: Bus;
  readonly runtime: Checked;
  readonly readModels: ReadModels;
}): string[] => {
  const [bus, runtime, readModels] = [parts.bus, parts.runtime, parts.readModels].map(
    (part) => part.ready().ok,
  );
  return [
    ...(bus ? [] : [brokerTrouble(parts.bus)]),
    ...(runtime || !bus ? [] : ['the database does not answer']),
    ...(readModels ? [] : [readModelTrouble(parts.readModels)]),
  ];
};

const readModelTrouble = (readModels: ReadModels): string =>
  readModels.ready().refilling
    ? 'the read models are filled again from the first commit'
    : 'the read models do not follow';

const ALARM = 'the broker takes no messages: an alarm of its memory or disk';

const brokerTrouble = (bus: Bus): string => {
  if (bus.publishing() === 'blocked') return ALARM;
  const { queue } = bus.ready();
  return queue === undefined ? 'the broker cannot be used' : `the broker cannot be used: ${queue}`;
};
