import { lexicon } from 'vader-sentiment/src/vader_lexicon.js';

const BOOST = 0.293;

/** Words of courtesy or of the trade that the general lexicon counts as happy or sad. */
const NEUTRAL_IN_SUPPORT =
  'help helping helped support please dear care like share secure security credit interest interested number united playing play special free want share shared chance free yes no sure ok okay hi alert charge charged charges pay cut stop matter matters demand block blocked low lower fire';

const EMOJI: Readonly<Record<string, number>> = {
  '😊': 2,
  '😀': 2,
  '😃': 2,
  '😄': 2,
  '😁': 2,
  '🙂': 1,
  '😍': 3,
  '🥰': 3,
  '😘': 2,
  '❤': 3,
  '💕': 3,
  '👍': 2,
  '🙏': 1,
  '🎉': 2.5,
  '🙌': 2,
  '👏': 2,
  '💜': 2.5,
  '💙': 2.5,
  '💚': 2.5,
  '😎': 1.5,
  '👌': 1.5,
  '😡': -3,
  '😠': -2.5,
  '🤬': -3.5,
  '😤': -2,
  '👎': -2,
  '😭': -1.5,
  '😢': -2,
  '😞': -2,
  '😔': -1.5,
  '😩': -2,
  '😫': -2,
  '😒': -2,
  '🙄': -2,
  '😑': -1.5,
  '💩': -2,
  '🖕': -3.5,
  '🤦': -1.5,
  '😖': -1.5,
  '😣': -1.5,
  '☹': -2,
  '🙁': -1.5,
  '😕': -1.5,
};

export const NEGATIONS = new Set(
  'aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neither neednt never none nope nor not nothing nowhere oughtnt shant shouldnt wasnt werent without wont wouldnt rarely seldom despite no'.split(
    ' ',
  ),
);
export const BOOSTS: ReadonlyMap<string, number> = new Map<string, number>([
  ...'absolutely amazingly awfully completely considerably decidedly deeply enormously entirely especially exceptionally extremely flipping freaking fricking frigging fully fucking greatly hella highly hugely incredibly intensely majorly more most particularly purely quite really remarkably so substantially thoroughly totally tremendously uber unbelievably unusually utterly very super too'
    .split(' ')
    .map((word): [string, number] => [word, BOOST]),
  ...'almost barely hardly kinda less little marginally occasionally partly scarcely slightly somewhat sorta'
    .split(' ')
    .map((word): [string, number] => [word, -BOOST]),
]);

/** Word to mean valence. */
export const VALENCES: ReadonlyMap<string, number> = buildValences();

function buildValences(): ReadonlyMap<string, number> {
  const valences = new Map<string, number>();
  for (const [word, valence] of Object.entries(lexicon)) valences.set(word.replaceAll("'", ''), valence);
  for (const word of NEUTRAL_IN_SUPPORT.split(' ')) valences.delete(word);
  for (const word of [...NEGATIONS, ...BOOSTS.keys()]) valences.delete(word);
  for (const [emoji, valence] of Object.entries(EMOJI)) valences.set(emoji, valence);
  return valences;
}
