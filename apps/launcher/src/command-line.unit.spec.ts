import path from 'node:path';
import { expect, it } from 'vitest';
import { readCommandLine, UsageError } from './command-line.js';
import { repositoryRoot } from './stack-options.js';

const FROM = '/home/somebody/my chats';

it('takes the sample and a temporary folder for the demo', () => {
  expect(readCommandLine(['demo'], FROM)).toEqual({
    command: 'demo',
    file: path.join(repositoryRoot(), 'samples', 'stripe-irc.json'),
    once: false,
    json: false,
    dataFolder: undefined,
    replicas: 1,
    scorer: undefined,
  });
});

it('keeps the data of a start in the repository', () => {
  expect(readCommandLine(['start'], FROM)?.dataFolder).toBe(path.join(repositoryRoot(), '.powerpulse'));
});

it('reads paths from where the user typed them', () => {
  const line = readCommandLine(['demo', '--once', '--json', '--file', 'a b.json', '--keep=data'], FROM);
  expect(line).toMatchObject({
    once: true,
    json: true,
    file: `${FROM}/a b.json`,
    dataFolder: `${FROM}/data`,
  });
});

it('reads who is to judge', () => {
  expect(readCommandLine(['demo', '--scorer', 'stub'], FROM)?.scorer).toBe('stub');
});

it.each([
  [[], 'Say what to do'],
  [['serve'], 'Say what to do'],
  [['demo', '--fast'], "Unknown option '--fast'"],
  [['demo', 'chats.json'], 'A file is given as --file FILE'],
  [['demo', '--replicas', 'many'], '--replicas is a number'],
  [['demo', '--replicas', '0'], '--replicas is a number'],
  [['demo', '--scorer', 'dice'], '--scorer is one of local, openai'],
  [['start', '--once'], 'belong to the demo'],
])('refuses %j and shows the usage', (args, problem) => {
  expect(() => readCommandLine(args, FROM)).toThrow(UsageError);
  expect(() => readCommandLine(args, FROM)).toThrow(problem);
});

it('answers a call for help with none', () => {
  expect(readCommandLine(['demo', '--help'], FROM)).toBeUndefined();
});
