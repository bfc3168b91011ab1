// docs/museum.md as it should read: every room, played.
import { legend, visitLines } from '@saga-lab/lab/museum/lines';
import { rooms } from '@saga-lab/lab/museum/rooms';
import { visit } from '@saga-lab/lab/museum/visit';
import type { Visit } from '@saga-lab/lab/museum/visit';
import type { Shown } from '@saga-lab/lab/museum/shown';
import { painter } from '@saga-lab/lab/show/paint';
import { elapsedText } from '@saga-lab/lab/show/rows';

const WIDTH = 100;
const SEED = 1;
const plain = painter(false);

const head = `# The museum

What can go wrong between services that each keep their own data: one room for each. The services in it are the real ones, played in
the simulator, and nothing is drawn by hand. Each room shows what goes wrong, and then the same with what prevents it, from the same
seed; the seed says how long each message takes.

\`\`\`sh
npm run lab -- museum                      # lists the rooms
npm run lab -- museum deadlock --seed 7    # visits one
\`\`\`

A visit ends with 0 if it went wrong where it should, and only there; \`--json\` gives all of it as data. \`npm run docs\` writes this page
from the visits, and a test holds it against them.

How to read a picture:

\`\`\`text
${legend.join('\n')}
\`\`\`
`;

/** Without its name, its sentence and the legend, which the page says itself. */
const roomSection = (seen: Visit): string => {
  const { name, about } = seen.room;
  const lines = visitLines(seen, plain, WIDTH);
  const from = lines.indexOf('', lines.indexOf(legend.at(-1) ?? '')) + 1;
  return `## ${name}\n\n${about}\n\n\`\`\`text\n${lines.slice(from).join('\n')}\n\`\`\`\n`;
};

const figures = ({ price }: Shown): readonly string[] =>
  price ? [String(price.messages), elapsedText(price.heldMs), String(price.refused)] : ['', '', ''];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Richardson's, each where it can be seen, and what the orders of that room cost without it and with it. */
const countermeasures = (seen: readonly Visit[]): string => {
  const heading = [
    ...['countermeasure', 'room', 'messages', 'on hold', 'refused'],
    ...['with it: messages', 'on hold', 'refused'],
  ];
  const rows = seen.flatMap(({ room: { countermeasure, name }, bad, good }) =>
    countermeasure === undefined
      ? []
      : [row([countermeasure, `[${name}](#${name})`, ...figures(bad), ...figures(good)])],
  );
  return [
    '## Countermeasures\n',
    ABOUT_COUNTERMEASURES,
    '<!-- prettier-ignore -->',
    row(heading),
    row(heading.map(() => '---')),
    ...rows,
    '',
  ].join('\n');
};

const ABOUT_COUNTERMEASURES = `Who gives up isolation needs something in its place. C. Richardson names six countermeasures (_Microservices Patterns_, 2018, section 4.3;
after L. Frank and T. Zahle, 1998). The **semantic lock** is the setting \`LOCKS\` of the services: \`escrow\` (the default: counts alone decide), \`reject\`, \`wait\`, or \`wait-die\`
([isolation](../protocols/README.md#isolation)). **Commutative updates**, and the **version file** (a tombstone says what came first), are always there, and their rooms take
them away. The **pessimistic view** is what protocols do that hold money before they charge it. The **reread value** is the vote that compares the price,
and \`PUT /stock\` with \`If-Match\`. **By value** is the protocol \`by-value\` of \`POST /orders\`: an order of \`BY_VALUE_PIECES\` and more goes by two-phase commit, any other by the
saga. No protocol here survives the death of any one process under all faults, so orders of value wait if their coordinator dies.
What a room's orders cost, all together:
`;

export const museumPage = async (): Promise<string> => {
  const seen: Visit[] = [];
  for (const room of rooms) seen.push(await visit(room, SEED));
  return [head, countermeasures(seen), ...seen.map(roomSection)].join('\n');
};
