// A scenario is a value: its name, one sentence, and how it plays.
import type { Story } from './story.ts';

/** What a scenario cannot do without, besides any running system. */
export type Need = 'any system' | 'a real broker' | OwnSystem;

/** Started for the scenario, because parts of it are killed or held up, or because it is set up in another way. */
export type OwnSystem =
  | 'a system of its own'
  | 'a system with short limits'
  | 'a system without a past'
  | 'a system of two instances'
  | 'a system with a narrow door'
  | 'a system with little memory'
  | 'a system behind proxies'
  | 'a system whose clocks differ';

export interface Scenario {
  readonly name: string;
  /** What it shows. */
  readonly sentence: string;
  readonly needs: Need;
  /** Rejects as soon as something is not as expected. */
  readonly play: (story: Story) => Promise<void>;
}

export const scenario = (
  name: string,
  sentence: string,
  play: Scenario['play'],
  { needs = 'any system' }: { needs?: Need } = {},
): Scenario => ({ name, sentence, needs, play });
