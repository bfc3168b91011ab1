// The corrections of a change recorded, by ordinary requests: first the thing itself, then what follows from that.
import type { Lab } from '../../client/lab.ts';
import { refusalOf } from '../../client/request.ts';
import type { Act } from '../../rollback/apply.ts';
import type { PlannedCorrection } from './corrections.ts';

/** Those that the history has already are left out. Where the first is refused, nothing follows from it. */
export const applyCorrections = async (
  lab: Pick<Lab, 'ask'>,
  corrections: readonly PlannedCorrection[],
  operator: string,
): Promise<readonly Act[]> => {
  const acts: Act[] = [];
  for (const [n, correction] of corrections.entries()) {
    if (correction.isDone) continue;
    const act = await record(lab, correction, operator);
    acts.push(act);
    if (n === 0 && act.refused !== undefined) break;
  }
  return acts;
};

const record = async (
  lab: Pick<Lab, 'ask'>,
  { service, path, body, idempotencyKey, sentence }: PlannedCorrection,
  operator: string,
): Promise<Act> => {
  const headers = { 'x-operator': operator, 'idempotency-key': idempotencyKey };
  const answer = await lab.ask(service, { method: 'post', path, headers, body });
  return answer.status < 300 ? { sentence } : { sentence, refused: refusalOf(answer).detail };
};
