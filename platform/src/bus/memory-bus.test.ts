import { expect } from 'chai';
import { bindings, routeOf } from '@saga-lab/contracts/topology';
import { busContract } from './bus.contract.ts';
import { memoryBroker } from './memory-bus.ts';

busContract('memory', () => {
  const broker = memoryBroker({
    subscriptions: [
      { ...routeOf({ service: 'lamp-service' }), queue: 'lamp-service.commands' },
      { ...routeOf({ topic: 'LampLit' }), queue: 'left' },
      { ...routeOf({ topic: 'LampLit' }), queue: 'right' },
    ],
  });
  return Promise.resolve({
    service: 'lamp-service',
    topic: 'LampLit',
    commands: 'lamp-service.commands',
    left: 'left',
    right: 'right',
    connect: () => Promise.resolve(broker.connect('lamp-service')),
    inject: (queue, body) => {
      broker.inject(queue, body);
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
  });
});

describe('the memory broker', () => {
  it('does nothing but when its scheduler says so', async () => {
    const work: (() => void)[] = [];
    const broker = memoryBroker({ subscriptions: bindings, schedule: (each) => work.push(each) });
    const bus = broker.connect('order-service');
    const got: string[] = [];
    await bus.consume('order-service.commands', 1, ({ bytes }) => got.push(new TextDecoder().decode(bytes)));
    broker.inject('order-service.commands', 'x');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(got).to.have.lengthOf(0);
    for (const each of work) each();
    expect(got).to.deep.equal(['x']);
  });

  it('knows the dead-letter queue of every queue, and no other queue', async () => {
    const bus = memoryBroker({ subscriptions: bindings }).connect('order-service');
    await bus.consume('order-service.commands.dead', 1, () => undefined);
    const failed = await bus.consume('nowhere', 1, () => undefined).catch((error: unknown) => error);
    expect(failed).to.include({ code: 'QUEUE_UNKNOWN' });
  });
});
