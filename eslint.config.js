// The limits of how code reads, kept by a tool: strict types, small files, small functions.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const limits = {
  'max-lines': ['error', { max: 200, skipBlankLines: false, skipComments: false }],
  'max-depth': ['error', 3],
  'max-params': ['error', 4],
  complexity: ['error', { max: 8, variant: 'modified' }],
};

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '.data/**',
      'reports/**',
      '*.cjs',
      '*.js',
      'launcher/*.mjs',
      'launcher/bootstrap/*.mjs',
      'launcher/bootstrap/*.mts',
      'e2e/faults/*.mjs',
      'tools/*.mjs',
      'launcher/src/compose/*.js',
      'launcher/src/compose/trial/steps/*.mjs',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...limits,
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ObjectExpression > SpreadElement > ObjectExpression',
          message: 'Write the fields out: a literal spread into a literal hides its shape.',
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', 'e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', 'max-lines': 'off' },
  },
);
