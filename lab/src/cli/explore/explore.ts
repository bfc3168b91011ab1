// `npm run explore`: visits every state of small worlds of the real deciders.
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { painter, wantsColour } from '../../show/paint.ts';
import { exploreCommand } from './command.ts';
import { runExplore } from './run.ts';

const main = async (): Promise<number> => {
  const command = exploreCommand(process.argv.slice(2));
  const { data, lines, exitCode } = await runExplore(command, process.stderr);
  const paint = painter(wantsColour(process.stdout, process.env));
  const text = command.json ? JSON.stringify(data, undefined, 2) : lines(paint).join('\n');
  await new Promise((done) => process.stdout.write(`${text}\n`, done));
  return exitCode;
};

endOnFailures();
process.exitCode = await main().catch(failed);
