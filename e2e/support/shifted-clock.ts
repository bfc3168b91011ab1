// Loaded into the process of a service from outside, by NODE_OPTIONS: its clock shows another time than the machine's.
// The process's own clock, not the kernel's: timers go on as they do when a kernel's clock jumps, and files keep true dates.
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const LOOK_EVERY_MS = 50;
const file = process.env['CLOCK_FILE'];
const RealDate = Date;

const wanted = (): number => Number(file === undefined ? 0 : readFileSync(file, 'utf8'));

let ahead = wanted();
const now = (): number => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, made) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, made) as object,
  apply: (target) => new target(now()).toString(),
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});
// As of a clock that was wrong before the process started; a jump later does not touch it.
Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + ahead });

const follow = (): void => {
  ahead = wanted();
  if (file !== undefined) writeFileSync(`${file}.shown`, String(ahead));
};
if (isMainThread) setInterval(follow, LOOK_EVERY_MS).unref();
