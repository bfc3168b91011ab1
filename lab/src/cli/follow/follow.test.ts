import type { Commit } from '@saga-lab/platform/store/commit';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Lab } from '../../client/lab.ts';
import { follow } from './follow.ts';
import type { FollowedLine } from './follow.ts';

const completed = (saga: string, at: number) =>
  ({
    at,
    correlationId: saga,
    events: [
      { stream: `saga-${saga}`, version: 1, type: 'SagaCompleted', schemaVersion: 1, data: {} },
      { stream: `saga-${saga}`, version: 2, type: 'TimerArmed', schemaVersion: 1, data: { n: 1, fireAt: 1 } },
    ],
  }) as unknown as Commit;

/** A history that grows; positions are places in it. */
const growing = (...commits: Commit[]) => {
  const lab = {
    commitsAfter: (_: string, after: string, limit = 100) => {
      const from = Number(after || '0');
      const items = commits.slice(from, from + limit);
      return Promise.resolve({ items, ...(items.length > 0 && { next: String(from + items.length) }) });
    },
  } as unknown as Lab;
  return { lab, commits };
};

describe('Following sagas', () => {
  it('tells what comes from now on, each once, and nothing of what was before or has nothing to tell', async () => {
    const before = Array.from({ length: 250 }, (_, n) => completed(`old-${n}`, n));
    const { lab, commits } = growing(...before);
    const lines: FollowedLine[] = [];
    const over = new AbortController();
    const following = follow(lab, { write: (line) => lines.push(line), signal: over.signal });
    await eventually(() => {
      commits.push(completed('new', commits.length));
      expect(lines.length).to.be.at.least(2);
    });
    over.abort();
    await following;
    expect(new Set(lines.map(({ saga }) => saga))).to.deep.equal(new Set(['new']));
    expect(new Set(lines.map(({ at }) => at)).size).to.equal(lines.length);
    expect(lines[0]?.sentence).to.equal('COMPLETED');
  });

  it('tells of one saga only, if that is wanted', async () => {
    const { lab, commits } = growing();
    const lines: FollowedLine[] = [];
    const over = new AbortController();
    const following = follow(lab, { write: (line) => lines.push(line), saga: 'b', signal: over.signal });
    await eventually(() => {
      commits.push(completed('a', 1), completed('b', 2));
      expect(lines.length).to.be.at.least(1);
    });
    over.abort();
    await following;
    expect(lines.every(({ saga }) => saga === 'b')).to.equal(true);
  });
});
