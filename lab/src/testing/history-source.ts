// A history as a lab shows it: page by page, and by correlation.
import type { Commit } from '@saga-lab/platform/store/commit';
import type { History } from '../checker/history.ts';
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { Refused } from '../client/request.ts';
import type { Source } from '../reader/follow/lanes.ts';

/** @param asked is told of every request. */
export const sourceOf = (
  { all }: Pick<History, 'all'>,
  asked: (what: string) => void = () => undefined,
): Source => {
  const lists = ofEveryService((name) =>
    all.flatMap(({ service, commit }) => (service === name ? [commit] : [])),
  );
  const pageOf = (service: ServiceName, after: string, limit = 100) => {
    const from = after === '' ? 0 : Number(after);
    if (from > lists[service].length)
      throw new Refused('GET /commits', { status: 400, body: {}, headers: {} });
    const items = lists[service]
      .slice(from, from + limit)
      .map((commit, n) => ({ ...commit, position: String(from + n + 1) }));
    return { items, next: items.at(-1)?.position ?? null };
  };
  return {
    commitsAfter: async (service, after, limit) => {
      asked(`${service} after ${after}`);
      await Promise.resolve();
      return pageOf(service, after, limit);
    },
    commitsOf: (correlation) => {
      asked(`of ${correlation}`);
      const wanted = ({ correlationId }: Commit) => correlationId === correlation;
      return Promise.resolve(ofEveryService((name) => lists[name].filter(wanted)));
    },
  };
};
