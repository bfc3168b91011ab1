import { gzipSync } from 'node:zlib';
import { CONTENT_TYPE } from '@saga-lab/contracts/envelope';
import { expect } from 'chai';
import { message } from '../bus-harness.contract.ts';
import { encode } from '../cloudevents.ts';
import { readIncoming } from './incoming.ts';
import { optionsOf } from './publisher.ts';

const sent = message(1);
const content = Buffer.from(encode(sent));
const as = (properties: object) =>
  readIncoming({ content, properties: { ...optionsOf(sent), ...properties } });

const refusal = (properties: object): string => {
  const { decoded } = as(properties);
  return decoded.ok ? 'accepted' : decoded.reason;
};

describe('What RabbitMQ brings', () => {
  it('is read when it comes as a service sends it', () => {
    expect(as({})).to.deep.equal({ bytes: content, decoded: { ok: true, message: sent } });
    for (const contentType of [
      `${CONTENT_TYPE}; charset=utf-8`,
      `${CONTENT_TYPE};charset="UTF-8"`,
      CONTENT_TYPE.toUpperCase(),
    ])
      expect(refusal({ contentType })).to.equal('accepted');
  });

  // @covers F-30
  it('is refused under another content type, or none', () => {
    for (const contentType of [
      undefined,
      '',
      'text/plain',
      'application/json',
      `${CONTENT_TYPE}+xml`,
      'application/cloudevents-batch+json',
      `${CONTENT_TYPE}; charset=utf-16`,
    ])
      expect(refusal({ contentType })).to.match(
        /^AMQP content_type .* is not application\/cloudevents\+json$/,
      );
  });

  it('is refused in any coding, even one that could be undone', () => {
    expect(refusal({ contentEncoding: 'gzip' })).to.equal(
      'AMQP content_encoding gzip: only plain bytes are read',
    );
    const zipped = readIncoming({
      content: gzipSync(content),
      properties: { ...optionsOf(sent), contentEncoding: 'gzip' },
    });
    expect(zipped.decoded).to.have.property('reason').that.includes('content_encoding');
  });

  it('is refused when the broker knows it by another name than its own, or by none', () => {
    expect(refusal({ messageId: 'other' })).to.equal('AMQP message_id other is not the id of the event');
    expect(refusal({ messageId: undefined })).to.equal('AMQP message_id (none) is not the id of the event');
  });

  it('says of what cannot be read why, not that its name is wrong', () => {
    const properties = { contentType: CONTENT_TYPE };
    expect(readIncoming({ content: Buffer.from('{'), properties }).decoded)
      .to.have.property('reason')
      .that.matches(/^not JSON/);
  });

  it('keeps a reason short, however long a property is', () => {
    expect(refusal({ contentType: 'x'.repeat(255) }).length).to.be.at.most(200);
    expect(refusal({ messageId: 'x'.repeat(255) }).length).to.be.at.most(200);
  });
});
