import { expect } from 'chai';
import { bindings, deadLettersOf, queues, rights, routeOf } from './topology.ts';

const reached = (destination: Parameters<typeof routeOf>[0]) => {
  const { exchange, key } = routeOf(destination);
  return bindings.filter((each) => each.exchange === exchange && each.key === key).map(({ queue }) => queue);
};

describe('the topology', () => {
  it('brings a command to the one queue of its service', () => {
    expect(reached({ service: 'payment-service' })).to.deep.equal(['payment-service.commands']);
  });

  it('keeps what roles of other protocols say apart from commands', () => {
    expect(routeOf({ service: 'payment-service', type: 'ChargePayment' })).to.deep.equal({
      exchange: 'lab.commands',
      key: 'payment-service',
    });
    expect(routeOf({ service: 'payment-service', type: '2pc.Prepare' })).to.deep.equal({
      exchange: 'lab.roles',
      key: 'payment-service.2pc.Prepare',
    });
  });

  it('brings what starts a saga to a queue of its own, and replies to another', () => {
    expect(reached({ topic: 'OrderPlaced' })).to.deep.equal(['saga-orchestrator.starts']);
    expect(reached({ topic: 'StockReserved' })).to.deep.equal(['saga-orchestrator.replies']);
  });

  // @covers R-04
  it('has a queue for every event that a service may publish', () => {
    const published = Object.values(rights).flatMap(({ publishes }) => publishes);
    expect(published).to.include('CommandRejected');
    for (const topic of published) expect(reached({ topic }), topic).to.have.lengthOf(1);
  });

  it('gives every queue to exactly one service', () => {
    expect(Object.values(rights).flatMap(({ reads }) => reads)).to.have.members([...queues]);
  });

  it('lets only the orchestrator send commands', () => {
    const commanding = Object.entries(rights).filter(([, { commands }]) => commands.length > 0);
    expect(commanding.map(([service]) => service)).to.deep.equal(['saga-orchestrator']);
  });

  it('names the dead-letter queue after its queue', () => {
    expect(deadLettersOf('order-service.commands')).to.equal('order-service.commands.dead');
  });
});
