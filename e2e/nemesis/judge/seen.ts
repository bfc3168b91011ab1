// What of the "sometimes" list was seen: counted in metrics, or better in the histories, which forget nothing.
import type { Facts } from '@saga-lab/lab/checker/facts';
import type { Performed } from '../conduct.ts';
import type { Tally } from '../watch/tally.ts';
import type { Seen } from './sometimes.ts';

interface Sources {
  readonly facts: Pick<Facts, 'history'>;
  readonly tally: Tally;
  readonly performed: readonly Performed[];
  readonly takeovers: number;
}

export const seenIn = ({ facts, tally, performed, takeovers }: Sources): Seen => {
  const events = facts.history.all.flatMap(({ commit }) => commit.events);
  const answered = (answer: string) =>
    events.filter(({ type, data }) => type === 'CommandAnswered' && answerIn(data) === answer).length;
  const published = (result: string) => tally.total('saga_lab_publishes_total', { labels: { result } });
  return {
    duplicate: tally.total('saga_lab_duplicates_total'),
    empty: answered('EMPTY'),
    hanging: answered('HANGING_REJECTED'),
    conflict: tally.total('saga_lab_version_conflicts_total'),
    lateReply: tally.total('saga_lab_replies_ignored_total'),
    lostConfirm: published('silence'),
    returned: published('returned'),
    blocked: tally.shown('saga_lab_publishing', { state: 'blocked' }),
    unknownOutcome: tally.total('saga_lab_unknown_outcomes_total'),
    timeout: events.filter(({ type }) => type === 'StepTimedOut').length,
    takeover: takeovers,
    replay: performed.filter(({ kind, met }) => kind === 'dead-letter' && met > 0).length,
  };
};

const answerIn = (data: unknown): unknown => (data as { readonly answer?: unknown }).answer;
