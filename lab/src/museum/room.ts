// A room of the museum: something that goes wrong, played by the real services, and the same with what prevents it.
import type { Shown } from './shown.ts';

/** C. Richardson, Microservices Patterns, 2018, section 4.3, after L. Frank and T. Zahle, 1998. */
export type Countermeasure =
  'semantic lock' | 'commutative updates' | 'pessimistic view' | 'reread value' | 'version file' | 'by value';

export interface Room {
  readonly name: string;
  /** What goes wrong, in one sentence. */
  readonly about: string;
  /** With what it goes wrong, and what prevents it: each in a few words. */
  readonly bad: string;
  readonly good: string;
  /** Both from the same seed. */
  readonly show: (seed: number, isGood: boolean) => Promise<Shown>;
  /** Which of Richardson's countermeasures that is, if it is one of them. */
  readonly countermeasure?: Countermeasure;
  /** What prevents it has its price: left out where nobody pays any. */
  readonly price?: string;
}
