// @ts-check

import { Screen } from '../peer/screen.js';
import { byId, nameSwitch, setText, within } from './elements.js';
import { say } from './say.js';
import { shareSentence, sharingSentence } from './share_sentences.js';
import { isInCall } from './state.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { State } from './state.js' */

/**
 * The switch for showing a screen, what is to come through best of it, and the word in the own picture that it is shown. The own screen is not drawn again: it
 * would show itself in itself.
 *
 * @param {LocalMedia} media
 * @param {{tell: (text: string) => void}} actions
 * @returns {(state: State) => void}
 */
export function shareView(media, { tell }) {
  const button = byId('share', HTMLButtonElement);
  const words = byId('own-sharing', HTMLElement);
  const way = byId('share-way', HTMLButtonElement);
  const wayWords = within(way, 'span', HTMLElement);
  const screen = new Screen(navigator.mediaDevices, (picture, sound) => media.show(picture, sound));
  button.addEventListener('click', async () => {
    const trouble = media.state.sharing === '' ? await screen.start() : screen.stop();
    if (trouble) {
      tell(shareSentence(trouble));
    }
  });
  way.addEventListener('click', () => screen.prefer(screen.shown === 'motion' ? 'letters' : 'motion'));
  return (state) => {
    const talking = isInCall(state);
    const { sharing } = state.media;
    if (!talking) {
      // Nobody is there to look at it any more.
      screen.stop();
    }
    nameSwitch(button, sharing === '', say('Share screen'), say('Stop sharing'));
    button.hidden = !talking || !state.canShare;
    way.hidden = sharing === '';
    setText(wayWords, screen.shown === 'motion' ? say('Show letters sharply') : say('Show motion smoothly'));
    words.hidden = sharing === '';
    setText(words, sharing === '' ? '' : sharingSentence(sharing));
  };
}
