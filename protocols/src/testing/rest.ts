// What no row of a table tells: it is ignored and written down, or it cannot come and is a bug.
import { expect } from 'chai';
import { combined } from '@saga-lab/platform/decider/combined';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { statesOf } from '@saga-lab/platform/testing/given';
import type { Row, RowsOf } from './rows.ts';

type Incoming = Message & Stamp;

/** What was decided; `undefined` if the role threw. */
const decided = ({ role }: RowsOf, given: readonly NewEvent[], when: Incoming): Decision | undefined => {
  const decider = combined({ role });
  try {
    return decider.decide(statesOf(decider, given), when);
  } catch {
    return undefined;
  }
};

const ANY = 'any';

/** By every state of the rows as it comes there first, and every message of the rows that is no timer and no request of a person. */
export const restTests = (of: RowsOf, rows: readonly Row[]): void => {
  const named = rows.filter(({ state }) => state !== ANY);
  const states = new Map(named.map(({ state, given }) => [state, given] as const).reverse());
  const shortOf = ({ type }: Message): string => type.slice(of.protocol.length + 1);
  const posted = rows.filter(({ when }) => !of.role.timers.includes(when.type) && !/ByHand$/.test(when.type));
  const messages = new Map(posted.map(({ when }) => [when.type, when]));
  it('ignores whatever no row tells, and writes it down, or throws if it cannot come', () => {
    for (const [state, given] of states)
      for (const when of messages.values()) {
        if (rows.some((row) => [state, ANY].includes(row.state) && shortOf(row.when) === shortOf(when)))
          continue;
        const { events, messages: sent } = decided(of, given, when) ?? {
          events: [{ type: 'MessageIgnored' }],
          messages: [],
        };
        const what = `${state} · ${shortOf(when)}`;
        expect([what, ...events.map(({ type }) => type)]).to.deep.equal([what, 'MessageIgnored']);
        expect([what, ...sent]).to.deep.equal([what]);
      }
  });
};
