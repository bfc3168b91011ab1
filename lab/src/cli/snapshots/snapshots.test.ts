import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import { painter } from '../../show/paint.ts';
import { dropSnapshots, listSnapshots } from './snapshots.ts';

const paint = painter(false);

/** Services with snapshots; those of the payment service are small. */
const keeping = (streams: number) => {
  const kept = new Map<ServiceName, number>(serviceNames.map((service) => [service, 0]));
  kept.set('inventory-service', streams);
  kept.set('payment-service', 1);
  const snapshots = (service: ServiceName) =>
    Promise.resolve(
      Array.from({ length: kept.get(service) ?? 0 }, (_, n) => ({
        stream: service === 'payment-service' ? 'account-ada' : `stock-lamp${n}`,
        version: 100 * (n + 1),
        bytes: service === 'payment-service' ? 90 : 400 - n,
      })),
    );
  const drop = (service: ServiceName) => {
    const dropped = kept.get(service) ?? 0;
    kept.set(service, 0);
    return Promise.resolve(dropped);
  };
  return { snapshots, dropSnapshots: drop };
};

describe('lab snapshots', () => {
  it('lists stream, version and size of all services, the largest first', async () => {
    const { lines, data, exitCode } = await listSnapshots(keeping(2));
    expect(exitCode).to.equal(exitCodes.holds);
    const text = lines(paint).map((line) => line.split(/ {2,}/).map((cell) => cell.trim()));
    expect(text.slice(2, 5)).to.deep.equal([
      ['inventory-service', 'stock-lamp0', '100', '400'],
      ['inventory-service', 'stock-lamp1', '200', '399'],
      ['payment-service', 'account-ada', '100', '90'],
    ]);
    expect(data).to.have.property('snapshots').with.length(3);
  });

  it('shows 20 of many, and has all as data', async () => {
    const { lines, data } = await listSnapshots(keeping(30));
    expect(lines(paint).join('\n')).to.include('and 11 more; --json has all');
    expect(data).to.have.property('snapshots').with.length(31);
  });

  it('drops all, and says what was there; done twice there is nothing left', async () => {
    const lab = keeping(2);
    const first = await dropSnapshots(lab);
    expect(first.data).to.deep.include({
      dropped: { 'order-service': 0, 'payment-service': 1, 'inventory-service': 2, 'saga-orchestrator': 0 },
    });
    const text = first.lines(paint).join('\n');
    expect(text).to.include('stock-lamp1').and.include('(/) inventory-service has thrown 2 snapshots away');
    expect((await listSnapshots(lab)).lines(paint).join('\n')).to.include('There are no snapshots');
    expect((await dropSnapshots(lab)).lines(paint).join('\n')).to.include('has thrown 0 snapshots away');
  });
});
