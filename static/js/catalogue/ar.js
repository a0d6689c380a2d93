// @ts-check
// The texts of the browser code in Arabic.

import { learn } from '../page/say.js';

learn('ar', {
}, { rightToLeft: true });
