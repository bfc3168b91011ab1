// The history of one saga, in words that can be read one after the other.
import type { BarrierAnswer, Operation } from '@saga-lab/platform/decider/barrier';
import type { Told } from './table.ts';

/** What a participant is asked for: that a step happens, or that it is undone. */
export interface Task {
  readonly step: string;
  readonly operation: Operation;
}

/** Instants are milliseconds since the epoch. */
interface Happenings {
  /** The first step is done. */
  SagaStarted: { readonly saga: string; readonly reply: Told };
  /** `waitUntil`: without an answer by then the saga gives the step up, or sends the command again. */
  CommandSent: Task & {
    readonly command: string;
    readonly attempt: number;
    readonly waitUntil: number;
  };
  StepSucceeded: { readonly step: string; readonly reply: Told };
  StepRefused: { readonly step: string; readonly reply: string; readonly reason: string };
  /** Its outcome is unknown: it may have happened. */
  StepTimedOut: { readonly step: string };
  /** `by`: a service, or a person; `note`: in that person's words. */
  AbortRequested: { readonly by: string; readonly reason: string; readonly note?: string };
  /** From this step on, back to the first one. */
  CompensationStarted: { readonly from: string; readonly reason: string };
  StepCompensated: { readonly step: string; readonly reply: string; readonly answer: BarrierAnswer };
  /** It waits for a person, and goes on trying slowly. */
  SagaParked: Task & { readonly error: string };
  RetryRequested: { readonly by: string };
  /** A person says that it is done: nobody else does. */
  StepResolvedByHand: Task & { readonly by: string; readonly reason: string };
  SagaCompleted: Readonly<Record<string, never>>;
  SagaCompensated: { readonly reason: string };
  TimerArmed: { readonly n: number; readonly fireAt: number };
  ReplyIgnored: Partial<Task> & {
    readonly reply: string;
    readonly from: string;
    readonly answer?: BarrierAnswer;
    readonly why: WhyIgnored;
  };
  AbortIgnored: Happenings['AbortRequested'] & { readonly why: WhyIgnored };
}

export type WhyIgnored =
  | 'NOT_STARTED'
  | 'NOT_OPEN'
  | 'NOT_AN_ANSWER_TO_IT'
  | 'NOT_WHAT_WAS_ASKED'
  | 'WRONG_PARTICIPANT'
  | 'COMPENSATING_ALREADY'
  | 'PAST_PIVOT'
  | 'ENDED';

/** Something that happens to a saga, before it is written to its stream. */
export type Happening = {
  [Type in keyof Happenings]: { readonly type: Type; readonly data: Happenings[Type] };
}[keyof Happenings];

export type SagaEvent = Happening & { readonly stream: string };

export const sagaStream = (sagaId: string): string => `saga-${sagaId}`;
