// @ts-check
// The texts of the browser code in German.

import { learn } from '../page/say.js';

learn('de', {
});
