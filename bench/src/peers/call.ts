// How every orchestrator calls a participant, whatever stands around the call: one request, and its answer.
import { client } from './http.ts';
import { askedOf, participantOf } from './saga.ts';
import type { PeerOrder, StepName } from './saga.ts';
import type { OrchestratorSettings } from './talk.ts';

export const caller = ({ participants }: Pick<OrchestratorSettings, 'participants'>) => {
  const { post } = client();
  return async (order: PeerOrder, step: StepName): Promise<boolean> => {
    const answer = await post(`${participants[participantOf[step]]}/steps`, askedOf(order, step));
    return (answer as { readonly ok: boolean }).ok;
  };
};
