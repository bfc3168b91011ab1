// Rooms about commands that come for nothing, too late, or twice: kept schedules of the simulator, in which a planted bug shows.
import { optionsOf } from '../../cli/sim/schedule.ts';
import { schedulesOf } from '../../cli/twins/reasons.ts';
import { sagaStory } from '../../show/saga-story.ts';
import { redIn } from '../../simulator/red.ts';
import { simulate } from '../../simulator/simulate.ts';
import { compensationWithoutBarrier, noTombstone, refundTwice } from '../../twins/barrier.ts';
import type { PlantedBug } from '../../twins/planted.ts';
import type { Room } from '../room.ts';
import type { Shown } from '../shown.ts';

const roomOf = (
  twin: PlantedBug,
  words: Pick<Room, 'name' | 'about' | 'price' | 'countermeasure'>,
): Room => ({
  ...words,
  bad: `a saga without ${twin.mechanism}`,
  good: `a saga with ${twin.mechanism}`,
  show: (seed, isGood) => runOf(twin, seed, isGood),
});

/** The schedule says what goes wrong and when, whatever the seed. */
const runOf = async (twin: PlantedBug, seed: number, isGood: boolean): Promise<Shown> => {
  const [schedule] = schedulesOf(twin);
  if (!schedule) throw new Error(`no schedule is kept of "${twin.name}"`);
  const simulation = await simulate({ ...optionsOf(schedule, isGood ? undefined : twin), seed });
  const reds = redIn(simulation);
  return {
    finding: reds[0]?.finding,
    picture: (paint, width) => {
      const story = sagaStory(simulation, reds, { width, paint });
      return story.slice(story.indexOf('') + 1);
    },
  };
};

const NOTE = 'an event more for each command of a saga, written in the same commit';

export const empty = roomOf(compensationWithoutBarrier, {
  name: 'empty',
  about: 'Something is to be undone that was never done, and the saga cannot end.',
  price: NOTE,
});

export const hanging = roomOf(noTombstone, {
  name: 'hanging',
  about: 'A command comes after its own compensation: it takes effect, and nobody undoes it any more.',
  countermeasure: 'version file',
  price: NOTE,
});

export const double = roomOf(refundTwice, {
  name: 'double',
  about: 'A command comes twice and takes effect twice.',
  price: NOTE,
});
