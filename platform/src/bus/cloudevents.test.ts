import { ReserveStock } from '@saga-lab/contracts/inventory';
import { expect } from 'chai';
import type { Message } from '../decider/message.ts';
import { MOST_MESSAGE_BYTES } from './bus.ts';
import { decode, encode, receive } from './cloudevents.ts';

const command: Message = {
  type: 'ReserveStock',
  data: { orderId: 'o-1', lines: [{ sku: 'lamp', quantity: 2 }] },
  id: 'o-1.0123456789abcdef',
  source: '/saga-orchestrator',
  time: '2024-05-01T10:00:00.000Z',
  correlationId: 'o-1',
  causationId: 'o-1.fedcba9876543210',
  lamport: 7,
  schemaVersion: 1,
  sagaId: 'o-1',
  step: 'reserve-stock',
  operation: 'action',
  attempt: 1,
};

const changed = (change: object): string =>
  JSON.stringify({ ...(JSON.parse(encode(command)) as object), ...change });

const refusal = (body: Uint8Array | string): string => {
  const decoded = decode(body);
  return decoded.ok ? 'accepted' : decoded.reason;
};

describe('CloudEvents encoding', () => {
  it('brings a message back as it was', () => {
    expect(decode(encode(command))).to.deep.equal({ ok: true, message: command });
    expect(decode(new TextEncoder().encode(encode(command)))).to.deep.equal({ ok: true, message: command });
  });

  it('brings back what the strict schema of the message accepts', () => {
    const decoded = decode(encode({ ...command, answer: undefined, traceparent: undefined }));
    expect(ReserveStock.safeParse(decoded.ok && decoded.message).success).to.equal(true);
  });

  it('uses lower-case attributes, and always the same order', () => {
    const { id, type, data, ...rest } = command;
    expect(encode({ ...rest, data, type, id })).to.equal(encode(command));
    expect(Object.keys(JSON.parse(encode(command)) as object)).to.include.members([
      'correlationid',
      'sagaid',
    ]);
  });

  it('leaves behind what is for the own service only', () => {
    const stamped = { ...command, fingerprint: 'abc', receivedAt: 1, random: 0.5 };
    expect(encode(stamped)).to.equal(encode(command));
  });

  it('refuses what is no CloudEvent, with a reason', () => {
    expect(refusal('{')).to.match(/^not JSON/);
    expect(refusal('')).to.match(/^not JSON/);
    for (const json of ['null', '[]', '"x"', '1', '{}']) expect(refusal(json)).to.match(/^not a CloudEvent/);
    expect(refusal(changed({ specversion: '0.3' }))).to.contain('specversion');
    expect(refusal(changed({ lamport: '7' }))).to.contain('lamport');
    expect(refusal(changed({ operation: 'undo' }))).to.contain('operation');
    expect(refusal(changed({ answer: 'MAYBE' }))).to.contain('answer');
  });

  // @covers R-49
  it('refuses unknown attributes, prototype keys among them', () => {
    expect(refusal(changed({ fingerprint: 'abc' }))).to.contain('fingerprint');
    expect(refusal(encode(command).replace('{', '{"__proto__":{},'))).to.contain('__proto__');
  });

  it('refuses an id that could not be asked for as that of a dead letter', () => {
    for (const id of ['', ' ', 'a b', 'ü', 'a/b', 'http:a', '\u0000', '\u001b[2J', 'x'.repeat(101)])
      expect(refusal(changed({ id })), JSON.stringify(id)).to.match(/^not a CloudEvent: id: must be/);
  });

  it('refuses bytes that are not UTF-8, and a byte order mark', () => {
    expect(refusal(Uint8Array.of(0x22, 0xff, 0x22))).to.equal('not UTF-8');
    expect(refusal(new TextEncoder().encode(`\uFEFF${encode(command)}`))).to.match(/^not JSON/);
    expect(refusal(new TextEncoder().encode(encode(command)).subarray(0, 20))).to.match(/^not JSON/);
  });

  it('keeps a reason short, however long the message was', () => {
    expect(refusal(changed({ ['x'.repeat(5000)]: 1 })).length).to.be.at.most(200);
  });

  it('reads nothing that is larger than any message, and passes its bytes on', () => {
    const text = (length: number) => encode(command).padEnd(length);
    const bytes = (length: number) => new TextEncoder().encode(text(length));
    for (const make of [text, bytes]) {
      expect(receive(make(MOST_MESSAGE_BYTES)).decoded).to.deep.equal({ ok: true, message: command });
      const { bytes: received, decoded } = receive(make(MOST_MESSAGE_BYTES + 1));
      expect(decoded)
        .to.have.property('reason')
        .that.matches(/^too large: 262145 bytes/);
      expect(received).to.deep.equal(bytes(MOST_MESSAGE_BYTES + 1));
    }
  });
});
