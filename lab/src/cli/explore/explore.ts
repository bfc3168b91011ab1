// `npm run explore`: visits every state of small worlds of the real deciders.
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { write } from '../long-command.ts';
import { exploreCommand } from './command.ts';
import { runExplore } from './run.ts';

const main = async (): Promise<number> => {
  const command = exploreCommand(process.argv.slice(2));
  return write(await runExplore(command, process.stderr), command.json);
};

endOnFailures();
process.exitCode = await main().catch(failed);
