// From the verbs to a script for each shell. Each defines a function `lab`, so that there is a word to complete.
import { quoted } from '@saga-lab/launcher/command/shell';
import type { VerbNode } from './tree.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** @param root the folder of the checkout, from which npm must be called */
export const scriptFor = (shell: Shell, tree: readonly VerbNode[], root: string): string =>
  ({ bash, zsh, fish })[shell](tree, quoted(root));

const candidates = ({ words, options }: VerbNode): string =>
  [...words.map(({ word }) => word), ...options.map(({ flag }) => flag)].join(' ');

const run = (root: string): string => `npm --prefix ${root} run --silent lab -- "$@"`;

/** `case` branches for bash and zsh: the words before the cursor -> what may come next. */
const branches = (tree: readonly VerbNode[], indent: string): string =>
  [
    ...tree
      .flatMap(({ options }) => options)
      .filter(({ choices }) => choices.length > 0)
      .map(({ flag, choices }) => `${indent}*' ${flag}') words=${quoted(choices.join(' '))} ;;`),
    ...[...tree]
      .sort((a, b) => b.path.length - a.path.length)
      .map(
        (node) =>
          `${indent}${node.path === '' ? '*' : `' ${node.path}'*`}) words=${quoted(candidates(node))} ;;`,
      ),
  ].join('\n');

const bash = (
  tree: readonly VerbNode[],
  root: string,
): string => `# Completion of \`lab\` for bash. Use: source <(npm run --silent lab -- completion bash)
lab() { ${run(root)}; }
_lab() {
  local words before
  before=\${COMP_WORDS[*]:1:COMP_CWORD-1}
  case "\${before:+ $before}" in
${branches(tree, '    ')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -F _lab lab
`;

const zsh = (
  tree: readonly VerbNode[],
  root: string,
): string => `# Completion of \`lab\` for zsh. Use: source <(npm run --silent lab -- completion zsh)
lab() { ${run(root)} }
_lab() {
  local given possible
  given="\${(j: :)words[2,CURRENT-1]}"
  case "\${given:+ $given}" in
${branches(tree, '    ').replaceAll('words=', 'possible=')}
  esac
  compadd -- \${(s: :)possible}
}
compdef _lab lab
`;

const fish = (tree: readonly VerbNode[], root: string): string =>
  [
    '# Completion of `lab` for fish. Use: npm run --silent lab -- completion fish | source',
    `function lab; npm --prefix ${root} run --silent lab -- $argv; end`,
    'complete -c lab -f',
    ...tree.flatMap(fishLines),
    '',
  ].join('\n');

const fishLines = ({ path, words, options }: VerbNode): readonly string[] => {
  const when = quoted(path === '' ? '__fish_use_subcommand' : seen(path, words));
  return [
    ...words.map(
      ({ word, description }) =>
        `complete -c lab -n ${when} -a ${word}${description === '' ? '' : ` -d ${quoted(description)}`}`,
    ),
    ...options.map(
      ({ flag, description, choices, takesValue }) =>
        `complete -c lab -n ${when} -l ${flag.slice(2)}${takesValue ? ' -x' : ''}${choices.length > 0 ? ` -a ${quoted(choices.join(' '))}` : ''} -d ${quoted(description)}`,
    ),
  ];
};

/** True for fish behind these verbs, and before one of the words that follow them. */
const seen = (path: string, words: VerbNode['words']): string => {
  const before = path.split(' ').map((each) => `__fish_seen_subcommand_from ${each}`);
  const after = words.map(({ word }) => word).join(' ');
  return [...before, ...(after === '' ? [] : [`not __fish_seen_subcommand_from ${after}`])].join('; and ');
};
