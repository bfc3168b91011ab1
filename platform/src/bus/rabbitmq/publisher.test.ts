import { expect } from 'chai';
import { message } from '../../testing/given.ts';
import { optionsOf } from './publisher.ts';

describe('the properties of a published message', () => {
  it('have its id, and its trace as a header', () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    expect(optionsOf(message({ type: 'Any', data: {}, id: 'm1', traceparent }))).to.deep.include({
      messageId: 'm1',
      persistent: true,
      mandatory: true,
      headers: { traceparent },
    });
    expect(optionsOf(message({ type: 'Any', data: {} }))).to.not.have.property('headers');
  });

  it('have no header of a trace that nobody records', () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    expect(optionsOf(message({ type: 'Any', data: {}, traceparent }))).to.not.have.property('headers');
  });
});
