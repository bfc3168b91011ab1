// Repeats in a file of containers what it says of one service, for a new one.

/** The service whose lines are repeated. */
const MODEL = 'inventory-service';
const ANOTHER = 'order-service';

/**
 * - A line that names several services gets one more name.
 * - A line that names the model alone is repeated with the new name, and with the lines that belong to it below.
 */
export const likeTheModel = (text: string, service: string): string => {
  const lines = text.split('\n');
  const made: string[] = [];
  for (let n = 0; n < lines.length;) {
    const line = lines[n] ?? '';
    const block = line.includes(MODEL) && !line.includes(ANOTHER) ? [line, ...below(lines, n)] : [line];
    made.push(...repeated(block, lines[n + block.length], service));
    n += block.length;
  }
  return made.join('\n');
};

const repeated = (block: readonly string[], next: string | undefined, service: string): readonly string[] => {
  const [first = ''] = block;
  if (!first.includes(MODEL)) return block;
  if (first.includes(ANOTHER)) return [first.replace(MODEL, `${MODEL} ${service}`)];
  const copy = block.map((line) => line.replaceAll(MODEL, service));
  return [...block, ...(block.length > 1 && next === '' ? [''] : []), ...copy];
};

/** The lines below a key such as `  inventory-service:`, as far as they are indented further. */
const below = (lines: readonly string[], n: number): readonly string[] => {
  if (!/^ {2}[\w-]+:$/.test(lines[n] ?? '')) return [];
  const rest = lines.slice(n + 1);
  const end = rest.findIndex((line) => line === '' || line.search(/\S/) <= 2);
  return rest.slice(0, end < 0 ? rest.length : end);
};
