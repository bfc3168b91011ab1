// Loaded into the process of a service from outside, by NODE_OPTIONS: its clock shows another time than the machine's.
// The process's own clock, not the kernel's: timers go on as they do when a kernel's clock jumps, and files keep true dates.
// Plain JavaScript, because whoever compiles TypeScript starts threads, which would load this again and wait for each other.
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const LOOK_EVERY_MS = 50;
/** Holds how far the clock is ahead, in milliseconds; it must be there. */
const file = process.env['CLOCK_FILE'] ?? '';
const RealDate = Date;

const wanted = () => Number(readFileSync(file, 'utf8'));

const shift = () => {
  let ahead = wanted();
  const now = () => RealDate.now() + ahead;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
    apply: (target) => new target(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  // As of a clock that was wrong before the process started; a jump later does not touch it.
  Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + ahead });
  const follow = () => {
    ahead = wanted();
    writeFileSync(`${file}.shown`, String(ahead));
  };
  setInterval(follow, LOOK_EVERY_MS).unref();
};

if (isMainThread) shift();
