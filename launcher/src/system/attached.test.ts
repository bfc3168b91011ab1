import { expect } from 'chai';
import { ofEveryService } from '@saga-lab/contracts/services';
import { attachedSystem } from './attached.ts';
import { ExitError } from '../command/exit-codes.ts';

const ADMIN_TOKEN = 'q7Zr2mXw9KfT4sVb';
const urls = ofEveryService((service) => `http://${service}:8080`);
const pairs = Object.entries(urls).map((pair) => pair.join('='));
const attach = (...pairs: readonly string[]) =>
  attachedSystem({ SAGA_LAB_SYSTEM: pairs.join(','), ADMIN_TOKEN });

describe('A system that no launcher of this machine runs', () => {
  it('is there only when somebody says so', () => {
    expect(attachedSystem({ ADMIN_TOKEN })).to.equal(undefined);
    expect(attachedSystem({ ADMIN_TOKEN, SAGA_LAB_SYSTEM: '' })).to.equal(undefined);
  });

  it('is found by name, whatever the order, with its broker if that is told', () => {
    expect(attach(...pairs)).to.deep.equal({ urls, adminToken: ADMIN_TOKEN });
    const broker = 'amqp://e2e:a=b@lab:5672/saga-lab';
    const padded = pairs.map((pair) => ` ${pair}/ `);
    expect(attach(`broker=${broker}`, ...padded.reverse())).to.deep.equal({
      urls,
      adminToken: ADMIN_TOKEN,
      broker: { e2eUrl: broker },
    });
  });

  it('is refused with the names of what is missing, and without a value', () => {
    const [, ...rest] = pairs;
    for (const first of ['saga-orchestrator', 'saga-orchestrator=', 'saga-orchestrator=lab:8084'])
      expect(() => attach(first, ...rest))
        .to.throw(ExitError, /no http:\/\/ address of saga-orchestrator;.*\.env\.example.*Under Docker/)
        .with.property('exitCode', 78);
    expect(() => attach('http://lab:8081')).to.throw(
      'saga-orchestrator, order-service, payment-service, inventory-service',
    );
    expect(() => attach(...pairs, 'brokr=amqp://lab')).to.throw(
      /^SAGA_LAB_SYSTEM names brokr, which is none of/,
    );
    expect(() => attach(...pairs, 'broker=lab:5672')).to.throw(/^broker .* is no amqp:\/\/ address/);
    expect(() => attachedSystem({ SAGA_LAB_SYSTEM: pairs.join() })).to.throw(/^ADMIN_TOKEN .* is missing/);
  });
});
