// The names that the table may use, taken from the contracts: a wrong one does not compile.
import type { orchestrator, ParticipantName, participants } from '@saga-lab/contracts/services';
import type { Step } from '../../saga/table.ts';

type Commands<P extends ParticipantName> = keyof (typeof participants)[P]['commands'];
type Replies<P extends ParticipantName> = keyof (typeof participants)[P]['events'];

/** Every command that the orchestrator may send. */
export type CommandName = { [P in ParticipantName]: Commands<P> }[ParticipantName];

/** A step whose messages its participant really has. The first one's command is the customer's request. */
export type Row = {
  [P in ParticipantName]: Step & {
    readonly participant: P;
    readonly command: Commands<P> | 'PlaceOrder';
    readonly succeeded: Replies<P>;
    readonly refused?: Replies<P>;
    readonly compensation?: Commands<P>;
    readonly compensated?: Replies<P>;
  };
}[ParticipantName];

/** What customers can wish while their saga runs. */
export type Cancellation = Extract<keyof (typeof orchestrator)['replies'], 'OrderCancellationRequested'>;
