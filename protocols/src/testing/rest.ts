// What no row of a table tells: it is ignored and written down, or it cannot come and is named.
import { expect } from 'chai';
import { combined } from '@saga-lab/platform/decider/combined';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { statesOf } from '@saga-lab/platform/testing/given';
import type { Row, RowsOf } from './rows.ts';

type Incoming = Message & Stamp;

const decided = ({ role }: RowsOf, given: readonly NewEvent[], when: Incoming): Decision => {
  const decider = combined({ role });
  return decider.decide(statesOf(decider, given), when);
};

const ANY = 'any';

/**
 * By every state of the rows as it comes there first, and every message of the rows that is no timer and no request of a person.
 * `impossible`: what cannot come, so that the role throws: each of them, as `state · message`.
 */
export const restTests = (of: RowsOf, rows: readonly Row[], impossible: readonly string[] = []): void => {
  const named = rows.filter(({ state }) => state !== ANY);
  const states = new Map(named.map(({ state, given }) => [state, given] as const).reverse());
  const shortOf = ({ type }: Message): string => type.slice(of.protocol.length + 1);
  const posted = rows.filter(({ when }) => !of.role.timers.includes(when.type) && !/ByHand$/.test(when.type));
  const messages = new Map(posted.map(({ when }) => [when.type, when]));
  const rest = [...states].flatMap(([state, given]) =>
    [...messages.values()]
      .filter(
        (when) =>
          !rows.some((row) => [state, ANY].includes(row.state) && shortOf(row.when) === shortOf(when)),
      )
      .map((when) => ({ what: `${state} · ${shortOf(when)}`, given, when })),
  );
  it('ignores whatever no row tells, and writes it down', () => {
    for (const { what, given, when } of rest.filter(({ what }) => !impossible.includes(what))) {
      const { events, messages: sent } = decided(of, given, when);
      expect([what, ...events.map(({ type }) => type)]).to.deep.equal([what, 'MessageIgnored']);
      expect([what, ...sent]).to.deep.equal([what]);
    }
  });
  it('throws if it cannot come', () => {
    const thrown = rest.filter(({ what }) => impossible.includes(what));
    expect(thrown.map(({ what }) => what)).to.have.members(impossible);
    for (const { what, given, when } of thrown)
      expect(() => decided(of, given, when), what)
        .to.throw(Error)
        .with.property('name', 'Error');
  });
};
