// What a visitor sees of orders under other protocols than the saga, and what a person may decide about them.
import type { HoldDto, TransactionDto } from '@saga-lab/contracts/dtos/role';
import type { ParticipantName, ServiceName } from '@saga-lab/contracts/services';
import type { Answers } from './answers.ts';
import type { Ask, HttpAnswer } from './request.ts';

export const roles = ({ find, all }: Answers, ask: Ask) => ({
  findTransaction: (orderId: string) => find<TransactionDto>('saga-orchestrator', `/transactions/${orderId}`),
  transactionsThatAre: (status: TransactionDto['status']) =>
    all<TransactionDto>('saga-orchestrator', '/transactions', `&status=${status}`),
  findHold: (service: ParticipantName, orderId: string) => find<HoldDto>(service, `/holds/${orderId}`),
  holdsThatAre: (service: ParticipantName, status: HoldDto['status']) =>
    all<HoldDto>(service, '/holds', `&status=${status}`),
  /** `path`: `/holds/o1/commit`. */
  decideByHand: (service: ServiceName, path: string, operator: string, body: object): Promise<HttpAnswer> =>
    ask(service, { method: 'post', path, headers: { 'x-operator': operator }, body }),
});
