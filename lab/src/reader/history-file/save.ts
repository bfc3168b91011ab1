// A whole history as the lines of a file, each behind what caused it, so that every beginning of it could have been all.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { Recorded } from '../../checker/history.ts';
import { FORMAT, sumOf, VERSION } from './lines.ts';

/**
 * @param recorded in the order of their causes.
 * @param forgotten how many sagas were forgotten before.
 * @param written is told of every commit once its line is made.
 */
export const historyLines = function* (
  recorded: Iterable<Recorded>,
  { exportedAt, forgotten }: { readonly exportedAt: Date; readonly forgotten: number },
  written: () => void = () => undefined,
): Generator<string> {
  const commits: Record<string, number> = ofEveryService(() => 0);
  let [n, before] = [0, ''];
  const text = (content: object): string => {
    n += 1;
    const line = { n, ...content };
    before = sumOf(before, line);
    return `${JSON.stringify({ ...line, sum: before })}\n`;
  };
  yield text({
    kind: 'header',
    format: FORMAT,
    version: VERSION,
    exportedAt: exportedAt.toISOString(),
    services: serviceNames,
    ...(forgotten > 0 && { forgotten }),
  });
  for (const { service, commit } of recorded) {
    commits[service] = (commits[service] ?? 0) + 1;
    yield text({ kind: 'commit', service, commit: asStored(commit) });
    written();
  }
  yield text({ kind: 'end', commits });
};

/** Without its place in the list that it was read from. */
const asStored = (commit: Recorded['commit']): Recorded['commit'] => {
  const { position: _position, ...rest } = commit as Recorded['commit'] & { readonly position?: string };
  return rest;
};
