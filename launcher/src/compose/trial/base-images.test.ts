import { expect } from 'chai';
import { BROKER_IMAGE } from '../../broker/docker-node.ts';
import { MONGO_IMAGE } from '../../databases/provide-mongo.ts';
import { dockerfile } from '../testing/dockerfile.ts';
import { baseImageNames } from './base-images.ts';
import { kindOf } from './stand-ins.ts';

describe('The base images of the trial', () => {
  it('are those that Dockerfile and docker-compose.yml name, each once, and not our own', () => {
    const node = dockerfile()[0]?.image ?? expect.fail('no stage');
    expect(node).to.match(/^node:\d+-bookworm-slim$/);
    expect(baseImageNames()).to.have.members([node, BROKER_IMAGE, MONGO_IMAGE]);
  });

  it('have a stand-in each, found by the name without registry and version', () => {
    expect(baseImageNames().map(kindOf)).to.have.members(['node', 'rabbitmq', 'mongo']);
    expect(kindOf('registry.example/library/mongo:8.0')).to.equal('mongo');
    expect(kindOf('mongo-express:1')).to.equal(undefined);
  });
});
