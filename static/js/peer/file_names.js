// @ts-check
// What another browser calls a file is a claim: it may try to look like something else, or to be put somewhere else.

const MAX_NAME = 120;
/** So much of its end is kept when a name is too long: there stands what kind of file it is. */
const END = 40;
// Control characters; characters that turn the direction of others; and those that nobody sees.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;
/** What separates folders, or means something else than itself to a system. */
const SPECIAL = /[/\\:*?"<>|\u2215\u2044\u29f8\uff0f\uff3c]/g;
/** Names of devices on some systems. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Kinds of files that run when they are opened, or that open others. */
const RUNS = new Set(
  ('apk app appimage application bat chm cmd com command cpl deb dll dmg docm exe gadget hta htm html img inf iso jar js jse lnk ' +
    'mjs msc msi msp pkg pif ps1 psm1 py reg rpm scf scr sh svg url vb vbe vbs vhd webloc wsf wsh xlsm xhtml').split(' '),
);

/** A name that can be shown, and given to a file. @param {unknown} claim @returns {string} */
export function cleanFileName(claim) {
  const text = typeof claim === 'string' ? claim.slice(0, 1000) : '';
  const plain = text.normalize('NFC').replace(UNSEEN, '').replace(SPECIAL, '_').replace(/\s+/g, ' ');
  const name = plain.replace(/^[. ]+|[. ]+$/g, '');
  if (name === '') {
    return 'file';
  }
  return shorten(DEVICE.test(name) ? `_${name}` : name);
}

/** May opening it do something to this machine? @param {string} name */
export function mayRun(name) {
  return RUNS.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase());
}

/** @param {string} name */
function shorten(name) {
  const letters = Array.from(name);
  return letters.length <= MAX_NAME ? name : `${letters.slice(0, MAX_NAME - END - 1).join('')}…${letters.slice(-END).join('')}`;
}
