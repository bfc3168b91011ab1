// docs/why.md: what happens when a mechanism is taken away, from the bugs that are planted in the simulator.
import { fileURLToPath } from 'node:url';
import type { PlantedBug } from '@saga-lab/lab/twins/planted';
import { twins } from '@saga-lab/lab/twins/twins';
import { format, resolveConfig } from 'prettier';

const pageFile = fileURLToPath(new URL('../../docs/why.md', import.meta.url));

const HEAD = `# Why each mechanism is there

Take one mechanism out, and this happens. Each bug below is planted in the simulator where a service is put together, by
replacing a port, a decider or a projection; the services themselves know nothing of it. What the tests would notice is
[another list](mutations.md). Written by \`npm run docs\`.`;

const section = ({ name, mechanism, consequence, rules, breaks }: PlantedBug): string => `## ${name}

Without ${mechanism}. ${consequence}

Rules: ${rules.join(', ')}. Invariants that break: ${breaks.join(', ')}.`;

/** The page as it should be. */
export const whyPage = async (): Promise<string> => {
  const text = [HEAD, ...twins.map(section), ''].join('\n\n');
  return format(text, { ...(await resolveConfig(pageFile)), parser: 'markdown' });
};
