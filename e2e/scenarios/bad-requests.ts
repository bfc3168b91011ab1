// Requests that nobody should send get an answer that says what is wrong, and start nothing.
import { sendRaw } from '@saga-lab/platform/testing/http-client';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { administration, operators, tokens } from '../hostile/requests/administration.ts';
import { jsonBodies, bodyFormats, textEncodings } from '../hostile/requests/bodies.ts';
import type { BadRequest, Group, RequestContext } from '../hostile/requests/case.ts';
import { adminQueries, pages, resources } from '../hostile/requests/lists.ts';
import { headers, keys, paths } from '../hostile/requests/requests.ts';
import { values } from '../hostile/requests/values.ts';
import { countAnswers } from '../stage/answer-counts.ts';
import type { AnswerCounts } from '../stage/answer-counts.ts';
import { expectNoSideEffects } from '../stage/side-effects.ts';

const CLIENTS = 4;

const groups: readonly Group[] = [
  jsonBodies,
  textEncodings,
  bodyFormats,
  values,
  headers,
  paths,
  keys,
  pages,
  resources,
  adminQueries,
  tokens,
  administration,
  operators,
];

export default scenario({
  chapter: 'requests',
  position: 1,
  covers: ['B-1', 'R-49', 'R-52'],
  sentence:
    'Malformed, unknown, too large, too many: 4xx problem details that say what is wrong, and never a saga.',
  play: async (run) => {
    const customer = run.unknownId('nobody');
    const known = await run.openAccount('ada', 1);
    const context = { customer, known, adminToken: run.access.adminToken };
    const answers = countAnswers();
    await expectNoSideEffects(run, async () => {
      for (const group of groups) await sendGroup(run, group, { context, answers });
    });
    expect(await run.lab.listedOrders(customer)).to.deep.equal([]);
    await run.expectAccount(known, { opening: 1, balance: 1 });
    answers.report(run, 'bad requests');
  },
});

interface Playing {
  readonly context: RequestContext;
  readonly answers: AnswerCounts;
}

const sendGroup = async (
  run: ScenarioRun,
  { theme, cases }: Group,
  { context, answers }: Playing,
): Promise<void> => {
  const all = cases(context);
  run.reportAction(`${all.length} requests: ${theme}`);
  const wrong: string[] = [];
  const client = async (mine: readonly BadRequest[]) => {
    for (const each of mine) {
      const answer = await sendRaw(run.access.urls[each.service], each.bytes);
      answers.add(each.what, answer);
      if (!isExpected(each, answer)) wrong.push(`${each.what}: ${answer.status} ${answer.body}`);
    }
  };
  await Promise.all(
    Array.from({ length: CLIENTS }, (_each, n) => client(all.filter((_each, at) => at % CLIENTS === n))),
  );
  expect(wrong.join('\n'), 'answered otherwise than they must be').to.equal('');
  const statuses = [...new Set(all.map(({ status }) => status))].sort((a, b) => a - b);
  run.reportResult(`each is answered as it must be: ${statuses.join(', ')}`);
};

const isExpected = (
  { status, naming }: BadRequest,
  answer: { readonly status: number; readonly head: string; readonly body: string },
): boolean =>
  answer.status === status &&
  /content-type: application\/problem\+json/i.test(answer.head) &&
  answer.body.includes(naming);
