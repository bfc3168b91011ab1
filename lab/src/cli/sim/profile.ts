// What a worker's time is spent on, by the part of the project or the package that the code belongs to.
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';

/** Of the time that was sampled, between 0 and 1, by part; the largest first. */
export type Shares = readonly (readonly [part: string, share: number])[];

/** Samples this thread until `stop`. */
export const startProfile = async (): Promise<{ readonly stop: () => Promise<Shares> }> => {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return {
    stop: async () => {
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      return sharesOf(profile);
    },
  };
};

export const sharesOf = ({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares => {
  const parts = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const spent = new Map<string, number>();
  samples.forEach((id, n) => {
    const part = parts.get(id);
    if (part !== undefined) spent.set(part, (spent.get(part) ?? 0) + Math.max(0, timeDeltas[n] ?? 0));
  });
  const all = [...spent.values()].reduce((sum, each) => sum + each, 0);
  return [...spent].map(([part, each]) => [part, each / all] as const).sort(([, a], [, b]) => b - a);
};

const GARBAGE = '(garbage collector)';

/** `undefined`: no work, such as waiting for the next seed. */
const partOf = ({
  url,
  functionName,
}: Profiler.Profile['nodes'][number]['callFrame']): string | undefined => {
  if (functionName === GARBAGE) return 'garbage collection';
  if (functionName.startsWith('(') && url === '') return undefined;
  const npm = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (npm !== undefined) return npm;
  const own = /\/(platform|lab)\/src\/([^/]+)\//.exec(url) ?? /\/([^/]+)\/src\//.exec(url);
  return own ? own.slice(1).join('/') : 'Node';
};
