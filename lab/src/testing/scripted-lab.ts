// All services in memory and in virtual time, with a broker that holds back what a test wants to be late, lost or poison.
import * as order from '@saga-lab/order-service/component';
import type { ServiceName } from '@saga-lab/contracts/services';
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { Bus, Destination } from '@saga-lab/platform/bus/bus';
import { encode } from '@saga-lab/platform/bus/cloudevents';
import { forwardingBus } from '@saga-lab/platform/bus/forwarding-bus';
import type { Message } from '@saga-lab/platform/decider/message';
import type { ComponentPorts } from '@saga-lab/platform/service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import { countingIds, virtualClock } from '@saga-lab/platform/testing/virtual-clock';
import * as orchestrator from '@saga-lab/saga-orchestrator/component';
import type { Line } from '@saga-lab/contracts/primitives';
import type { CommitsByService } from '../client/documents.ts';
import type { Components } from '../simulator/memory-lab.ts';
import { memoryLab } from '../simulator/memory-lab.ts';
import { commitsIn } from '../simulator/read-memory.ts';
import { makeService } from '../simulator/services.ts';

interface Held {
  readonly message: Message;
  readonly destination: Destination;
  readonly bus: Bus;
}

/** What a message takes to the broker. */
const A_MOMENT = 40;
const LONGEST_STOP = 20_000;

/** Sagas try twice before they are parked. */
const policy = {
  stepDeadlineMs: 5_000,
  repeatFirstMs: 1_000,
  repeatMostMs: 4_000,
  triesBeforeParked: 2,
  slowRepeatMs: 60_000,
};

export const scriptedLab = async () => {
  const clock = virtualClock();
  const [held, holding, silent]: [Held[], Set<string>, Set<string>] = [[], new Set(), new Set()];
  const holdingBack = (ports: ComponentPorts): ComponentPorts => ({
    ...ports,
    bus: forwardingBus(ports.bus, {
      publish: async (message, destination) => {
        await new Promise<void>((resolve) => clock.wakeAt(clock.now() + A_MOMENT, resolve));
        if (silent.has(message.type)) return 'silence';
        if (!holding.has(message.type)) return ports.bus.publish(message, destination);
        held.push({ message, destination, bus: ports.bus });
        return 'confirmed';
      },
    }),
  });
  const settings = { orders: order.defaults, sagas: { ...orchestrator.defaults, policy } };
  const components: Components = ofEveryService(
    (service) => (ports) =>
      makeService(service, { settings, ports: holdingBack(ports), create: createComponent }).component,
  );
  const { services, start, stop } = memoryLab(components, { clock, ids: countingIds() });
  const pass = (ms: number) => clock.advance(ms);
  const starting = start();
  await pass(A_MOMENT);
  await starting;

  let requests = 0;
  const ask = async (service: ServiceName, type: string, data: object, more: Partial<Message> = {}) => {
    const id = `http:${type}:${(requests += 1)}`;
    const message = {
      type,
      data,
      id,
      source: `/${service}`,
      time: new Date(clock.now()).toISOString(),
      correlationId: 'setup',
      causationId: id,
      lamport: 0,
      schemaVersion: 1,
      ...more,
    };
    const handling = services[service].component.runtime.handle(message);
    await pass(1);
    return handling;
  };
  const takeHeld = (type: string): Held => {
    const n = held.findIndex(({ message }) => message.type === type);
    const [found] = n < 0 ? [] : held.splice(n, 1);
    if (!found) throw new Error(`no ${type} is held back`);
    return found;
  };
  const aboutOrder = (orderId: string) => ({ correlationId: orderId, sagaId: orderId });

  return {
    clock,
    services,
    /** Nothing runs any more. */
    end: async (): Promise<void> => {
      const stopping = stop();
      await pass(LONGEST_STOP);
      await stopping;
    },
    /** Lets so many milliseconds go by, with all that happens then. */
    pass,
    putStock: (sku: string, onHand: number, unitPrice: number) =>
      ask('inventory-service', 'PutStock', { sku, onHand, unitPrice, by: 'grace' }),
    putAccount: (customerId: string, opening: number) =>
      ask('payment-service', 'PutAccount', { customerId, opening, by: 'grace' }),
    /** `protocol`: another one than the saga. */
    place: (orderId: string, customerId: string, lines: readonly Line[], protocol?: string) =>
      ask(
        'order-service',
        'PlaceOrder',
        { orderId, customerId, lines, ...(protocol !== undefined && { protocol }) },
        {
          ...aboutOrder(orderId),
          attempt: 1,
          ...(protocol === undefined && ({ step: 'place-order', operation: 'action' } as const)),
        },
      ),
    cancel: (orderId: string) =>
      ask('order-service', 'RequestCancellation', { orderId }, aboutOrder(orderId)),
    operator: (type: 'RetrySaga' | 'AbortSaga' | 'ResolveStep', orderId: string, reason: string) =>
      ask('saga-orchestrator', type, { by: 'grace', reason }, aboutOrder(orderId)),
    /** At a service in doubt. */
    decideByHand: async (
      service: ServiceName,
      orderId: string,
      outcome: 'COMMIT' | 'ABORT',
      reason: string,
    ) => {
      const { events } = await services[service].store.load(`2pc-${orderId}`, 0);
      const { terms } = events[0]?.data as { readonly terms: unknown };
      const said = { orderId, outcome, reason, by: 'grace', terms };
      return ask(service, '2pc.DecideByHand', said, aboutOrder(orderId));
    },
    /** At whoever coordinates. */
    abortByHand: (protocol: string, orderId: string, reason: string) =>
      ask(
        'saga-orchestrator',
        `${protocol}.AbortByHand`,
        { orderId, reason, by: 'grace' },
        aboutOrder(orderId),
      ),
    /** From now on such messages get no further than to the broker. */
    hold: (type: string) => holding.add(type),
    /** From now on the broker confirms none of these. */
    silence: (type: string) => silent.add(type),
    /** The oldest one that is held back goes on its way, and those that come after it as well. */
    release: async (type: string) => {
      holding.delete(type);
      const { bus, message, destination } = takeHeld(type);
      await bus.publish(message, destination);
      await pass(1);
    },
    /** The oldest one that is held back becomes a dead letter; what is given back has it handled again. */
    giveUp: async (type: string, service: ServiceName, reason: string) => {
      holding.delete(type);
      const { message } = takeHeld(type);
      const body = encode(message);
      const letter = {
        _id: `letter-${message.id}`,
        queue: `${service}.commands`,
        messageId: message.id,
        reason,
      };
      const kept = { body, encoding: 'utf-8', size: body.length, at: clock.now(), count: 1 } as const;
      await services[service].deadLetters.add({ ...letter, ...kept });
      return async (by: string) => {
        const replaying = services[service].component.runtime.replay(new TextEncoder().encode(body));
        await pass(1);
        await replaying;
        await services[service].deadLetters.noteReplay(letter._id, { at: clock.now(), by });
      };
    },
    commits: async (): Promise<CommitsByService> =>
      Object.fromEntries(
        await Promise.all(
          serviceNames.map(async (name) => [name, await commitsIn(services[name].store)] as const),
        ),
      ) as CommitsByService,
  };
};
export type ScriptedLab = Awaited<ReturnType<typeof scriptedLab>>;
