// How far a run of seeds is, and how long it will take.
import { clockTime } from '../progress-bar.ts';
import type { HowFar } from '../progress-bar.ts';

export interface SoFar {
  readonly done: number;
  /** Seeds, as they became red. */
  readonly red: readonly number[];
  readonly elapsedMs: number;
  readonly seeds?: number | undefined;
  readonly minutes?: number | undefined;
}

export const howFar = (soFar: SoFar): HowFar => {
  const { done, red, elapsedMs, seeds } = soFar;
  const share = shareOf(soFar);
  const of = seeds === undefined ? '' : ` of ${number(seeds)}`;
  const text = `${number(done)}${of} seeds, ${rate(done, elapsedMs)} a second, ${redText(red)}`;
  if (share === undefined) return { text };
  const left = share > 0 ? `, ${clockTime((elapsedMs / share) * (1 - share))} left` : '';
  return { share, text: `${text}${left}` };
};

/** Of seeds or minutes, whichever ends first. */
const shareOf = ({ done, elapsedMs, seeds, minutes }: SoFar): number | undefined => {
  const ofSeeds = seeds === undefined ? [] : [done / seeds];
  const ofTime = minutes === undefined ? [] : [elapsedMs / (minutes * 60_000)];
  const shares = [...ofSeeds, ...ofTime];
  return shares.length === 0 ? undefined : Math.min(1, Math.max(...shares));
};

const rate = (done: number, elapsedMs: number): string => {
  const perSecond = elapsedMs > 0 ? (done / elapsedMs) * 1_000 : 0;
  return perSecond.toFixed(perSecond < 10 ? 1 : 0);
};

const redText = (red: readonly number[]): string =>
  red.length === 0 ? '0 red' : `${number(red.length)} red (${red.join(', ')})`;

const number = (n: number): string => n.toLocaleString('en');
