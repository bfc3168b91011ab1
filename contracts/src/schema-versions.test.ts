import { expect } from 'chai';
import { schemaVersionOf, upcast } from './schema-versions.ts';

const old = { type: 'AmountCharged', schemaVersion: 1, data: { orderId: 'o1', amount: 300 } };

describe('events of old versions', () => {
  it('look as those of today, and everything else about them stays', () => {
    expect(upcast({ ...old, stream: 'account-ada', version: 7 })).to.deep.equal({
      type: 'AmountCharged',
      schemaVersion: 2,
      data: { orderId: 'o1', amount: 300, currency: 'EUR' },
      stream: 'account-ada',
      version: 7,
    });
    expect(old.data).to.deep.equal({ orderId: 'o1', amount: 300 });
  });

  it('are left alone once they are of today', () => {
    const today = upcast(old);
    expect(upcast(today)).to.equal(today);
    const other = { type: 'AccountOpened', schemaVersion: 1, data: {} };
    expect(upcast(other)).to.equal(other);
  });

  it('have version 1 where nobody has ever changed their shape, whatever they are called', () => {
    expect(['AccountOpened', 'constructor', 'AmountRefunded'].map(schemaVersionOf)).to.deep.equal([1, 1, 2]);
  });
});
