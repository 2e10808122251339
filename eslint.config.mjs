import tseslint from 'typescript-eslint';

const message = (text) => `${text} See docs/architecture.md and CONTRIBUTING.md.`;

/** Clock, chance and environment are arguments of a domain function, never read inside it. */
const pureDomain = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: message('The clock is an argument in domain code.'),
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: message('The clock is an argument in domain code.'),
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: message('The clock is an argument in domain code.'),
  },
  {
    selector: "MemberExpression[object.name='performance']",
    message: message('The clock is an argument in domain code.'),
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: message('Chance is an argument in domain code.'),
  },
  {
    selector: "CallExpression[callee.property.name='randomUUID'], CallExpression[callee.name='randomUUID']",
    message: message('Ids are deterministic or arguments in domain code.'),
  },
];

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: message('Only libs/runtime/src/config.ts (and tools) read the environment.'),
};

const subjects = ['Literal[value=/^powerpulse[.]/]', 'TemplateElement[value.raw=/^powerpulse[.]/]'].map(
  (selector) => ({
    selector,
    message: message('Subjects are spelt out in libs/contracts/src/subjects.ts only.'),
  }),
);

const honestTests = [
  {
    selector:
      'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo|fails)$/]',
    message: message('Every test runs.'),
  },
  {
    selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock)$/]',
    message: message('Our own modules are not mocked: use real PostgreSQL and NATS.'),
  },
];

const restrict = (...entries) => ({ 'no-restricted-syntax': ['error', ...entries.flat()] });

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'dist.*/**',
      'coverage/**',
      '**/generated/**',
      'apps/web/src/api/schema.d.ts',
      '.powerpulse/**',
    ],
  },
  // A rule that can be switched off in a comment is a wish.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Nest and MikroORM declare option objects and interfaces as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Blind to what a callback or another process changes meanwhile; every wait loop would trip over it.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      // DTO classes are data: spreading them is what they are for.
      '@typescript-eslint/no-misused-spread': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      ...restrict(environment, subjects),
    },
  },
  // Markup is long without being deep.
  {
    files: ['**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['**/domain/**/*.ts', '**/projections/**/evolve.ts'],
    ignores: ['**/*.spec.ts'],
    rules: restrict(environment, subjects, pureDomain),
  },
  { files: ['libs/contracts/src/subjects.ts'], rules: restrict(environment) },
  { files: ['libs/runtime/src/config.ts', '*.config.ts'], rules: restrict(subjects) },
  { files: ['apps/launcher/src/**/*.ts'], rules: { ...restrict(subjects), 'no-console': 'off' } },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'libs/testing/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      ...restrict(environment, honestTests),
    },
  },
  { files: ['bench/**/*.ts'], rules: { ...restrict(subjects), 'no-console': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.recommended],
    languageOptions: { sourceType: 'module' },
    rules: { 'max-lines': ['error', { max: 250 }], eqeqeq: ['error', 'always'] },
  },
);
