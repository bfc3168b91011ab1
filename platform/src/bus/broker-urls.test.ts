import { expect } from 'chai';
import { brokerUrls } from './broker-urls.ts';

describe('The address of a broker', () => {
  it('is one, or that of each node of a cluster, and a comma in a password separates nothing', () => {
    expect(brokerUrls('amqp://me:a,b@h/lab')).to.deep.equal(['amqp://me:a,b@h/lab']);
    expect(brokerUrls('amqp://me:a,b@h1/lab, amqps://me:a,b@h2/lab')).to.deep.equal([
      'amqp://me:a,b@h1/lab',
      'amqps://me:a,b@h2/lab',
    ]);
  });
});
