// A launcher in a process of its own, for tests that end it: <data directory> [what the stubs do].
import { endOnSignals } from '../command/ending.ts';
import { startStubSystem } from './stub-system.ts';

const [dataDir = '', crashes = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const system = await startStubSystem({ dataDir, crashes });
endOnSignals({ stop: (how) => system.stop(how), exitCode: () => 0, say });
say('up');
