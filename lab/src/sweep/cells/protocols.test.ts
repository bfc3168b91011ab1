import { serviceNames } from '@saga-lab/contracts/services';
import { protocols } from '@saga-lab/protocols/index';
import { promises } from '@saga-lab/protocols/promises';
import { expect } from 'chai';
import { idOf } from './cells.ts';
import { cellsNamed } from './choice.ts';
import { gridNamed, grids } from './grids.ts';
import { coursesOf, courseOf, fits } from './protocols.ts';

describe('The grids of the other protocols', () => {
  it('are one for each protocol, beside that of the saga, and no cell of one is called as one of another', () => {
    expect(grids.map(({ protocol }) => protocol)).to.deep.equal([
      'saga',
      ...Object.values(protocols).map(({ name }) => name),
    ]);
    const ids = grids
      .flatMap(({ cells, excluded }) => [...cells, ...excluded.map(({ cell }) => cell)])
      .map(idOf);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(Object.keys(promises)).to.have.members(protocols.map(({ name }) => name));
  });

  it('have every message where it is sent and where it is heard, as the protocol says itself', () => {
    for (const { name, messages } of protocols) {
      const { rows } = gridNamed(name);
      const of = (way: string) =>
        rows.filter((row) => row.way === way).map(({ service, message }) => `${service} ${message}`);
      const said = (side: 'from' | 'to') =>
        serviceNames.flatMap((service) =>
          Object.keys(messages)
            .filter((type) => messages[type]?.[side].includes(service))
            .map((type) => `${service} ${type}`),
        );
      expect(of('sent'), name).to.deep.equal(said('from'));
      expect(of('delivery'), name).to.deep.equal(said('to'));
    }
  });

  it('have the timers of every role, and what people say', () => {
    const rowsOf = (name: string, way: string) =>
      gridNamed(name)
        .rows.filter((row) => row.way === way)
        .map(({ service, message, type = message }) => `${service} ${type}`);
    expect(rowsOf('2pc', 'timer')).to.include.members([
      'saga-orchestrator 2pc.VoteBy',
      'payment-service 2pc.AskAgain',
    ]);
    expect(rowsOf('2pc', 'request')).to.deep.equal([
      'saga-orchestrator 2pc.AbortByHand',
      'order-service PlaceOrder',
      'order-service RequestCancellation',
      'order-service 2pc.DecideByHand',
      'payment-service 2pc.DecideByHand',
      'inventory-service 2pc.DecideByHand',
    ]);
    expect(rowsOf('choreo', 'timer')).to.include('order-service choreo.GiveUp');
  });

  it('say of nothing how it comes about that is not in a row', () => {
    for (const { name } of protocols) {
      const { special, eventless, never } = coursesOf(name);
      const patterns = [
        ...special.map(([pattern]) => pattern),
        ...eventless,
        ...never.map(([pattern]) => pattern),
      ];
      const unused = patterns.filter((pattern) => !gridNamed(name).rows.some((row) => fits(row, pattern)));
      expect(unused, name).to.deep.equal([]);
      const held = special.flatMap(([, { holds = [], untilThereIs }]) => [
        ...holds,
        ...(untilThereIs ? [untilThereIs] : []),
      ]);
      for (const [service, message] of held)
        expect(
          gridNamed(name).rows.some((row) => fits(row, `delivery ${service} ${message}`)),
          message,
        ).to.equal(true);
    }
  });

  it('let somebody stay away where an order is on its usual way, before anything of it is written or after all of it', () => {
    for (const { protocol } of grids.slice(1)) {
      const away = cellsNamed(gridNamed(protocol).cells, '*/*/*/away');
      expect(away, protocol).not.to.have.length(0);
      expect(new Set(away.map(({ service }) => service)), protocol).to.deep.equal(new Set(serviceNames));
      for (const cell of away)
        expect([cell.point, courseOf(cell)], idOf(cell)).to.deep.equal([
          cell.way === 'sent' ? 'before-publish' : 'before-commit',
          {},
        ]);
    }
    expect(cellsNamed(gridNamed('saga').cells, '*/*/*/away')).to.have.length(0);
  });

  it('leave out what only a TTL brings about, and say so', () => {
    const lapsed = gridNamed('tcc').excluded.filter(({ cell }) => cell.message === 'tcc.Lapsed');
    expect(lapsed).not.to.have.length(0);
    expect(lapsed[0]?.because).to.include('TTL');
  });
});
