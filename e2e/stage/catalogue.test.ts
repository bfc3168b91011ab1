import { expect } from 'chai';
import { catalogue } from './catalogue.ts';

describe('The catalogue of scenarios', () => {
  it('gives every scenario a name of its own that can be typed', () => {
    const names = catalogue.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[a-z]+(-[a-z]+)*$/);
  });

  it('lets every service be killed', () => {
    const killed = catalogue.map(({ name }) => name).filter((name) => /^killed-/.test(name));
    expect(killed).to.deep.equal([
      'killed-order-service',
      'killed-payment-service',
      'killed-inventory-service',
      'killed-saga-orchestrator',
    ]);
  });

  it('puts those that kill behind all others, which may share one system before', () => {
    const shared = catalogue.map(({ needs }) => needs === 'any system' || needs === 'a real broker');
    expect(shared.lastIndexOf(true)).to.be.lessThan(shared.indexOf(false));
  });
});
