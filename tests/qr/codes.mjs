// Draws the QR code of each text of a JSON list on standard input: a list of [size, modules as 0 and 1].
import { readFileSync } from 'node:fs';

import { codeOf } from '../../static/js/qr/code.js';

const texts = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(texts.map(codeOf).map(({ size, dark }) => [size, dark.join('')])));
