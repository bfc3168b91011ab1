// The query string as flat parameters: each once, in valid UTF-8.
import { Problem } from '../routes/problem.ts';

/** @throws Problem 400 for a parameter that is repeated or badly encoded. */
export const parseQuery = (url: string): Record<string, string> => {
  const start = url.indexOf('?');
  const parameters = new Map<string, string>();
  for (const pair of start < 0 ? [] : url.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.split('=').map(decode);
    if (parameters.has(name)) throw invalid(name, 'appears more than once');
    parameters.set(name, value.join('='));
  }
  return Object.fromEntries(parameters);
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalid('query', 'is not valid UTF-8 in percent encoding');
  }
};

const invalid = (field: string, message: string): Problem => {
  const name = field.slice(0, 64);
  return new Problem(400, 'VALIDATION_FAILED', `${name}: ${message}`, {
    errors: [{ in: 'query', field: name, message }],
  });
};
