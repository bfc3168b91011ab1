// Requests that nobody should send get an answer that says what is wrong, and start nothing.
import { sendRaw } from '@saga-lab/platform/testing/http-client';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { administration, operators, tokens } from '../hostile/requests/administration.ts';
import { json, media, text } from '../hostile/requests/bodies.ts';
import type { BadCase, Group, World } from '../hostile/requests/case.ts';
import { operation, pages, things } from '../hostile/requests/lists.ts';
import { headers, keys, paths } from '../hostile/requests/requests.ts';
import { values } from '../hostile/requests/values.ts';
import { tally } from '../stage/tally.ts';
import type { Tally } from '../stage/tally.ts';
import { unharmed } from '../stage/unharmed.ts';

const CLIENTS = 4;

const groups: readonly Group[] = [
  ...[json, text, media, values, headers, paths, keys],
  ...[pages, things, operation],
  ...[tokens, administration, operators],
];

export default scenario({
  chapter: 'requests',
  position: 1,
  covers: ['B-1', 'R-49', 'R-52'],
  sentence:
    'Malformed, unknown, too large, too many: 4xx problem details that say what is wrong, and never a saga.',
  play: async (story) => {
    const customer = story.stranger('nobody');
    const known = await story.customer('ada', 1);
    const world = { customer, known, adminToken: story.access.adminToken };
    const answers = tally();
    await unharmed(story, async () => {
      for (const group of groups) await plays(story, group, { world, answers });
    });
    expect(await story.lab.listedOrders(customer)).to.deep.equal([]);
    await story.seesAccount(known, { opening: 1, balance: 1 });
    answers.seen(story, 'bad requests');
  },
});

interface Playing {
  readonly world: World;
  readonly answers: Tally;
}

const plays = async (story: Story, { theme, cases }: Group, { world, answers }: Playing): Promise<void> => {
  const all = cases(world);
  story.does(`${all.length} requests: ${theme}`);
  const wrong: string[] = [];
  const client = async (mine: readonly BadCase[]) => {
    for (const each of mine) {
      const answer = await sendRaw(story.access.urls[each.service], each.bytes);
      answers.note(each.what, answer);
      if (!isAsItMustBe(each, answer)) wrong.push(`${each.what}: ${answer.status} ${answer.body}`);
    }
  };
  await Promise.all(
    Array.from({ length: CLIENTS }, (_each, n) => client(all.filter((_each, at) => at % CLIENTS === n))),
  );
  expect(wrong.join('\n'), 'answered otherwise than they must be').to.equal('');
  const statuses = [...new Set(all.map(({ status }) => status))].sort((a, b) => a - b);
  story.sees(`each is answered as it must be: ${statuses.join(', ')}`);
};

const isAsItMustBe = (
  { status, naming }: BadCase,
  answer: { readonly status: number; readonly head: string; readonly body: string },
): boolean =>
  answer.status === status &&
  /content-type: application\/problem\+json/i.test(answer.head) &&
  answer.body.includes(naming);
