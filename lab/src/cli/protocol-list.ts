// Protocols as a person types them behind an option: by name, with commas between, or all.
import { protocols } from '@saga-lab/protocols/index';
import { InvalidArgumentError } from 'commander';

/** Every way to agree, the saga first. */
export const allProtocols: readonly string[] = ['saga', ...protocols.map(({ name }) => name)];

/** For an option of commander: each named one once, in the order in which it was named. */
export const protocolList = (text: string): readonly string[] => {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('all')) return allProtocols;
  const unknown = names.find((name) => !allProtocols.includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `There is no protocol "${unknown}", only: ${allProtocols.join(', ')}; or all.`,
    );
  return [...new Set(names)];
};
