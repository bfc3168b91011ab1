// What every part of the trial works with.
import type { Progress } from '../../command/progress.ts';
import type { Commands } from './commands.ts';

export interface Workshop extends Progress {
  /** Ignored by git; all that the trial keeps is in here. */
  readonly dir: string;
  readonly commands: Commands;
}
