// What a simulation is asked, and what it answers. One seed is one run: the same seed gives the same run, to the last step.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import type { Policy } from '@saga-lab/protocols/locks/policy';
import type { Replaces } from '@saga-lab/platform/views/memory-views';
import type { ComponentDefinition, ComponentPorts } from '@saga-lab/platform/service/component';
import type { Facts } from '../checker/facts.ts';
import type { Verdict } from '../checker/verdict.ts';

/** What was chosen other than the simplest, by the name of the choice. A choice that is not named is 0: no fault, no delay. */
export type Choices = ReadonlyMap<string, number>;

/** A service as it is about to be put together. */
export interface Composition<S, M extends Message, E extends NewEvent> {
  readonly definition: ComponentDefinition<S, M, E>;
  readonly ports: ComponentPorts;
}

/** The same system with one bug planted: a part or a port is replaced where a process is put together, at each of its starts. */
export interface Twin {
  readonly name: string;
  readonly change: <S, M extends Message, E extends NewEvent>(
    composition: Composition<S, M, E>,
  ) => Composition<S, M, E>;
  /** What its databases take for a reason to replace a document; left out: that it is newer. */
  readonly replaces?: Replaces;
}

export interface SimulationOptions {
  readonly seed: number;
  /** Takes these choices instead of those that the seed makes: a schedule that was shrunk or written down. */
  readonly choices?: Choices;
  readonly twin?: Twin;
  /** Keeps every step as a line. */
  readonly trace?: boolean;
  /** Whether what ended long ago is forgotten; if not, all of the past can be asked for in the end. Left out: the seed says so. */
  readonly forgets?: boolean;
  /** Under which of these each order is placed, chosen by the seed; left out: all under the saga, and nothing is chosen. */
  readonly protocols?: readonly string[];
  /** Who takes from a stock or an account beside whom; left out: whoever finds enough. */
  readonly locks?: Policy;
  /** Looks at what is stored, between one step and the next; it must change nothing. */
  readonly watch?: Watch;
}

/** `at`: milliseconds since the run began, by the simulated world's time. */
export type Watch = (databases: Databases, at: number) => Promise<void>;

/** What each service stores. */
export type Databases = Readonly<Record<ServiceName, Pick<ComponentPorts, 'store' | 'views'>>>;

/** How often each thing happened, by its name. */
export type Counts = Readonly<Record<string, number>>;

/** Something that was done to the system, for stories and reports. */
export interface Injection {
  /** Milliseconds since the run began, by the simulated world's time. */
  readonly at: number;
  /** In words: `payment-service 1 is killed before its commit of ChargePayment`. */
  readonly what: string;
  /** Of the process that it concerns. */
  readonly service?: string;
  /** What a picture draws in a lane or along an arrow; an injection without it is a sentence between the rows. */
  readonly sign?: 'crash' | 'restart' | 'duplicate' | 'late' | 'dropped';
  /** Id of the message that it concerns: of the outbox entry. */
  readonly message?: string;
}

/** Of a commit: `<service>/<id>`. */
export const commitKey = (service: string, id: string): string => `${service}/${id}`;

export interface Simulation {
  readonly seed: number;
  /** The checker's, on all that was left behind, also where the run ended with an `error`. */
  readonly verdicts: readonly Verdict[];
  /** An exception that nobody caught. */
  readonly error?: string;
  readonly facts: Facts;
  /** All choices that were not 0, in the order in which they were made. */
  readonly choices: Choices;
  readonly injections: readonly Injection[];
  /**
   * When each commit became durable, by its `commitKey`, in milliseconds since the run began: by the simulated world's time,
   * because the clock that a commit was dated by may be wrong.
   */
  readonly durableAt: ReadonlyMap<string, number>;
  /** Faults that happened, by kind; every kind is a key. */
  readonly faults: Counts;
  /** The "sometimes" list of I-14 and what the runtime observed; every one of the list is a key. */
  readonly seen: Counts;
  /** `COMPLETED`, `COMPENSATED`, other states: number of sagas. */
  readonly outcomes: Counts;
  readonly steps: number;
  /** Milliseconds of the simulated world. */
  readonly virtualMs: number;
  /** Of the whole trace: equal for equal runs. */
  readonly hash: string;
  readonly trace: readonly string[];
}

export type Simulate = (options: SimulationOptions) => Promise<Simulation>;
