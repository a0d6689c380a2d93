// @ts-check
// The texts of the browser code in Japanese.

import { learn } from '../page/say.js';

learn('ja', {
});
