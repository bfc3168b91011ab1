// A world for tests of its parts: it does what its choices say, and nothing else.
import { chooser } from '../choices.ts';
import { drained } from '../drained.ts';
import { ofEveryKind } from '../fault-kinds.ts';
import { newProcess } from '../process.ts';
import type { Life, Process } from '../process.ts';
import type { Choices } from '../simulation.ts';
import { newWorld } from '../world.ts';
import type { Weights, World } from '../world.ts';

const nothing = ofEveryKind(() => 0);

/** `weights`: how likely which fault is; or exactly these `choices`. */
export const smallWorld = ({
  weights = {},
  choices,
}: { weights?: Partial<Weights>; choices?: Choices } = {}): World => {
  const world = newWorld({ chooser: chooser(1, choices), weights: { ...nothing, ...weights }, trace: true });
  world.becomeCalm(false);
  return world;
};

/** Runs until so many milliseconds are over, or nothing is left to happen. */
export const runUntil = async (world: World, ms: number): Promise<void> => {
  await drained();
  while (world.now() < ms * 1_000 && world.step()) await drained();
};

/** A process that has started; its lives come one after the other into the list. */
export const processIn = (world: World): { readonly process: Process; readonly lives: readonly Life[] } => {
  const lives: Life[] = [];
  const process = newProcess({
    world,
    service: 'payment-service',
    instance: 1,
    skewMs: 0,
    boot: (_process, life) => {
      lives.push(life);
    },
  });
  process.start();
  return { process, lives };
};
