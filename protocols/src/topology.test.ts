import { topologyWith } from '@saga-lab/contracts/topology';
import { expect } from 'chai';
import { protocols } from './index.ts';
import { schemasFor } from './mounted.ts';
import { participantNames } from './parties.ts';
import { bindings, partiesOf, queues, rights } from './topology.ts';

const keysOf = (queue: string) =>
  bindings.filter((binding) => binding.queue === queue).map(({ exchange, key }) => `${exchange} ${key}`);

describe('the topology of all protocols', () => {
  it('brings an opening to the queue of what begins, and all else to the coordinator to its replies', () => {
    for (const { opening } of protocols)
      expect(keysOf('saga-orchestrator.starts')).to.include(`lab.events ${opening}`);
    expect(keysOf('saga-orchestrator.replies')).to.include('lab.roles saga-orchestrator.2pc.VotedYes');
  });

  it('lets participants speak to the coordinator and to each other as far as a protocol needs it', () => {
    const says = rights['payment-service']?.says;
    expect(says).to.include.members(['saga-orchestrator.2pc.VotedYes', 'inventory-service.2pc.AskOutcome']);
    expect(says).not.to.include.members(['inventory-service.2pc.Prepare']);
    expect(says?.filter((key) => key.startsWith('payment-service.'))).to.deep.equal([]);
  });

  it('leaves commands to sagas: whoever takes part may send none', () => {
    for (const name of participantNames) expect(rights[name]?.commands).to.deep.equal([]);
    expect(rights['order-service']?.publishes).to.include('2pc.OrderPlaced');
    expect(rights['payment-service']?.publishes).not.to.include('2pc.OrderPlaced');
  });

  it('binds nothing twice, and has no queue of which it does not say who reads it', () => {
    const named = bindings.map(({ exchange, key, queue }) => `${exchange} ${key} ${queue}`);
    expect(new Set(named).size).to.equal(named.length);
    const read = Object.values(rights).flatMap(({ reads }) => reads);
    expect(read).to.have.members([...queues]);
  });

  it('is that of sagas alone where there is no other protocol', () => {
    const alone = topologyWith(partiesOf([]));
    expect(alone.bindings.filter(({ key }) => key.includes('.'))).to.deep.equal([]);
    expect(alone.rights['payment-service']?.says).to.deep.equal([]);
  });

  it('brings every message to a service that has a schema for it', () => {
    for (const { messages } of protocols)
      for (const [type, { to }] of Object.entries(messages))
        for (const service of to) expect(schemasFor(service)).to.include.keys(type);
  });
});
