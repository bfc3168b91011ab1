import { expect } from 'chai';
import { brokerUsers, definitions } from './definitions.ts';

interface Definitions {
  users: { name: string; password: string }[];
  permissions: { user: string; configure: string; write: string; read: string }[];
  topic_permissions: { user: string; exchange: string; write: string }[];
  queues: { name: string; durable: boolean; auto_delete: boolean; arguments: object }[];
  policies: { pattern: string; definition: Record<string, unknown> }[];
  bindings: { source: string; destination: string; routing_key: string }[];
}

const users = Object.fromEntries(brokerUsers.map((name) => [name, `secret of ${name}`]));
const made = definitions({ users }) as Definitions;
const rightsOf = (user: string) => made.permissions.find((each) => each.user === user);
const may = (pattern: string | undefined, name: string): boolean => new RegExp(pattern ?? '^$').test(name);
/** Whether its messages write streams that many orders share. */
const isShared = (queue: string): boolean => /^(payment|inventory)-service\.commands$/.test(queue);

describe('the definitions of the broker', () => {
  it('make one user for each service, one for tests, and nobody else', () => {
    expect(made.users.map(({ name }) => name)).to.have.members([
      ...['order-service', 'payment-service', 'inventory-service', 'saga-orchestrator'],
      'e2e',
    ]);
  });

  it('let a service read its own queues only, configure nothing, and write to exchanges alone', () => {
    const { configure, read, write } = rightsOf('payment-service') ?? {};
    expect(configure).to.equal('^$');
    const readable = made.queues.map(({ name }) => name).filter((name) => may(read, name));
    expect(readable).to.have.members(['payment-service.commands', 'payment-service.commands.dead']);
    const exchanges = ['lab.events', 'lab.nowhere', 'lab.roles', 'lab.commands', 'lab.dead', ''];
    const written = exchanges.filter((name) => may(write, name));
    expect(written, 'no commands').to.deep.equal(['lab.events', 'lab.nowhere', 'lab.roles']);
    expect(made.bindings.filter(({ source }) => source === 'lab.nowhere')).to.deep.equal([]);
  });

  it('let a service publish the event types that it produces, and no other', () => {
    const topics = made.topic_permissions.find(({ user }) => user === 'payment-service')?.write;
    expect(may(topics, 'PaymentCharged')).to.equal(true);
    expect(may(topics, 'StockReserved')).to.equal(false);
    expect(may(topics, 'PaymentChargedX')).to.equal(false);
  });

  it('let a service say to others what its roles say, each to whom it is for, and nothing else', () => {
    const says = made.topic_permissions.find(
      ({ user, exchange }) => user === 'payment-service' && exchange === 'lab.roles',
    )?.write;
    const asked = [
      'saga-orchestrator.2pc.VotedYes', // its vote
      'inventory-service.2pc.VotedYes', // to whom nobody votes
      'payment-service.2pc.Commit', // to itself
      'inventory-service.2pc.Prepare', // the coordinator's
      'inventory-service.ReserveStock',
    ];
    expect(asked.filter((key) => may(says, key))).to.deep.equal(['saga-orchestrator.2pc.VotedYes']);
  });

  it('let the orchestrator send commands and publish nothing', () => {
    const { write } = rightsOf('saga-orchestrator') ?? {};
    expect([may(write, 'lab.commands'), may(write, 'lab.events')]).to.deep.equal([true, false]);
  });

  it('give every queue the quorum type, and no argument beside it but one consumer at a time', () => {
    const single = { 'x-queue-type': 'quorum', 'x-single-active-consumer': true };
    for (const { name, arguments: given } of made.queues)
      expect(given).to.deep.equal(isShared(name) ? single : { 'x-queue-type': 'quorum' });
    expect(made.queues.filter(({ name }) => isShared(name))).to.have.lengthOf(2);
  });

  it('give every queue by policy its own dead-letter queue', () => {
    const living = made.queues.map(({ name }) => name).filter((name) => !name.endsWith('.dead'));
    expect(living).to.have.lengthOf(5);
    for (const name of living) {
      const policies = made.policies.filter(({ pattern }) => may(pattern, name));
      expect(policies.map(({ definition }) => definition['delivery-limit'])).to.deep.equal([20]);
      expect(policies.map(({ definition }) => definition['dead-letter-routing-key'])).to.deep.equal([
        `${name}.dead`,
      ]);
      expect(made.bindings).to.deep.include({
        ...made.bindings.find(({ destination }) => destination === `${name}.dead`),
        source: 'lab.dead',
        routing_key: `${name}.dead`,
        destination: `${name}.dead`,
      });
      const { definition } = made.policies.find(({ pattern }) => may(pattern, `${name}.dead`)) ?? {};
      expect(definition, 'nothing is behind the dead letters').to.deep.equal({ 'delivery-limit': 1_000_000 });
    }
  });

  it('hold nothing that RabbitMQ 4 has removed, or refuses unless told otherwise', () => {
    // Mirrored classic queues are gone, and so are their modes and versions; queues that outlive nothing must be exclusive.
    const known = [
      ...['dead-letter-exchange', 'dead-letter-routing-key', 'dead-letter-strategy'],
      ...['overflow', 'delivery-limit'],
    ];
    for (const { definition } of made.policies) expect(known).to.include.members(Object.keys(definition));
    for (const queue of made.queues) expect(queue).to.include({ durable: true, auto_delete: false });
  });
});
