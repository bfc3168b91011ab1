// What a person may type for a moment of the past, and what is refused.
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import { typedMoment } from './moment.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const at = (text: string) => typedMoment(text, now);

describe('A moment as it is typed', () => {
  it('is a Lamport value, a version, a time, or how long ago', () => {
    expect(at('0')).to.deep.equal({ lamport: 0 });
    expect(at('1234')).to.deep.equal({ lamport: 1234 });
    expect(at('v4')).to.deep.equal({ version: 4 });
    expect(at('now')).to.deep.equal({ time: now });
    expect(at('-5m')).to.deep.equal({ time: now - 300_000 });
    expect(at('-1.5s')).to.deep.equal({ time: now - 1_500 });
    expect(at('-250ms')).to.deep.equal({ time: now - 250 });
    expect(at('-2d')).to.deep.equal({ time: now - 172_800_000 });
    expect(at('2026-03-10T11:00:00.250Z')).to.deep.equal({ time: now - 3_599_750 });
    expect(at('2026-03-10T13:00:00+02:00')).to.deep.equal({ time: now - 3_600_000 });
  });

  it('is of this machine where it names no zone, and of today where it names no day', () => {
    expect(at('2026-03-01')).to.deep.equal({ time: new Date(2026, 2, 1).getTime() });
    expect(at('2026-03-01 10:30')).to.deep.equal({ time: new Date(2026, 2, 1, 10, 30).getTime() });
    const local = new Date(now);
    const midnight = new Date(local.getFullYear(), local.getMonth(), local.getDate()).getTime();
    expect(at('00:00')).to.deep.equal({ time: midnight });
  });

  for (const text of [
    '',
    'yesterday',
    '-5',
    '-5w',
    '12e3',
    '1.5',
    '2026-02-30',
    '2026-13-01T00:00Z',
    '25:00',
    'v',
    '--jsn',
  ])
    it(`is not '${text}'`, () => {
      expect(() => at(text)).to.throw(ExitError, `${text} is no moment. What is: a Lamport value`);
    });

  it('is not in the future', () => {
    expect(() => at('2026-03-10T12:00:00.001Z')).to.throw(
      ExitError,
      '2026-03-10T12:00:00.001Z is in the future: it is 2026-03-10T12:00:00.000Z now.',
    );
  });
});
