// @ts-check
// The texts of the browser code in Spanish.

import { learn } from '../page/say.js';

learn('es', {
});
