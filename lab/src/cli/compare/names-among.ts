// Several names behind one option, with commas between them; or `all`.
import { InvalidArgumentError } from 'commander';

/** For an option of commander: those that are named, in the order in which they are known. */
export const namesAmong =
  (known: readonly string[]) =>
  (text: string): readonly string[] => {
    const named = text.split(',').map((name) => name.trim());
    const unknown = named.find((name) => name !== 'all' && !known.includes(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`There is no "${unknown}". These are: ${known.join(', ')}, all.`);
    return known.filter((name) => named.includes('all') || named.includes(name));
  };
