// Read models of a test that nobody fills: they are what the test puts there.
import { reached } from '../runtime/read-models/reached.ts';
import { systemClock } from '../time/system-clock.ts';

export const readingNow = () => ({ reached: reached(systemClock), isFilling: () => false });
