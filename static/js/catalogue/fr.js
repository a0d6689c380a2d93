// @ts-check
// The texts of the browser code in French.

import { learn } from '../page/say.js';

learn('fr', {
});
