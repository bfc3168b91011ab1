// A launcher in a process of its own, for tests that kill it: <data directory> [what the stubs do].
import { startStubSystem } from './stub-system.ts';

const [dataDir = '', crashes = ''] = process.argv.slice(2);
await startStubSystem({ dataDir, crashes });
process.stdout.write('up\n');
