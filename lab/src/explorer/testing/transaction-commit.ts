// What any way to agree must do at least, as a world: who commits does so after all are prepared, and who aborts while nobody has committed.
// Source: J. Gray, L. Lamport, Consensus on Transaction Commit, ACM TODS 31(1), 2006, section 2 and its appendix (TCommit).
import type { Property, Step, World } from '../world.ts';

export type Member = 'working' | 'prepared' | 'committed' | 'aborted';

const consistency: Property<readonly Member[]> = {
  name: 'consistency',
  claim: 'no member commits while another aborts',
  finding: (members) =>
    members.includes('committed') && members.includes('aborted')
      ? 'One member has committed, and another has aborted.'
      : undefined,
};

const stepsFrom = (members: readonly Member[]): readonly Step<readonly Member[]>[] => {
  const canCommit = members.every((member) => member === 'prepared' || member === 'committed');
  const canAbort = !members.includes('committed');
  return members.flatMap((member, n) => {
    const to = (next: Member): Step<readonly Member[]> => ({
      tell: () => `member ${n + 1} is ${next}`,
      next: members.with(n, next),
    });
    return [
      ...(member === 'working' ? [to('prepared')] : []),
      ...(member === 'prepared' && canCommit ? [to('committed')] : []),
      ...((member === 'working' || member === 'prepared') && canAbort ? [to('aborted')] : []),
    ];
  });
};

export const transactionCommit = (members: number): World<readonly Member[]> => ({
  name: `transaction commit, ${members} members`,
  initial: [Array.from({ length: members }, () => 'working' as const)],
  key: (state) => state.join(),
  steps: stepsFrom,
  properties: [consistency],
  isEnd: (state) => state.every((member) => member === 'committed' || member === 'aborted'),
});
