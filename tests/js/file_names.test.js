import assert from 'node:assert/strict';
import test from 'node:test';

import { cleanFileName, mayRun } from '../../static/js/peer/file_names.js';

test('ordinary names stay as they are', () => {
  for (const name of ['report.pdf', 'Fotos von heute (2).zip', 'résumé.tar.gz', '写真.jpg', 'a_b-c d.txt']) {
    assert.equal(cleanFileName(name), name);
  }
});

test('a name is never a path, and never hidden', () => {
  assert.equal(cleanFileName('../../etc/passwd'), '_.._etc_passwd');
  assert.equal(cleanFileName('C:\\Windows\\x.exe'), 'C__Windows_x.exe');
  assert.equal(cleanFileName('.bashrc'), 'bashrc');
  assert.equal(cleanFileName('a\u2215b\uff0fc'), 'a_b_c');
  for (const claim of ['', '.', '..', ' ', '\u0000', null, 7, undefined, '\u202e']) {
    assert.equal(cleanFileName(claim), 'file');
  }
});

test('nothing turns the direction of a name, or hides a part of it', () => {
  assert.equal(cleanFileName('photo\u202egpj.exe'), 'photogpj.exe');
  assert.equal(cleanFileName('a\u2066b\u200b\ufeff\u0007\n.t\u200fxt'), 'ab.txt');
  assert.equal(cleanFileName(`a${' '.repeat(80)}.exe`), 'a .exe');
});

test('a long name keeps its end, where its kind stands', () => {
  const name = cleanFileName(`invoice.pdf${'x'.repeat(5000)}.exe`.slice(0, 990) + '.exe');
  assert.ok(Array.from(name).length <= 120);
  assert.match(name, /\.exe$/);
  assert.ok(cleanFileName('🙂'.repeat(400)).isWellFormed?.() ?? true);
});

test('names of devices are no names of files', () => {
  assert.equal(cleanFileName('CON'), '_CON');
  assert.equal(cleanFileName('nul.txt'), '_nul.txt');
  assert.equal(cleanFileName('console.txt'), 'console.txt');
});

test('what may run is known by its last ending', () => {
  for (const name of ['photo.jpg.exe', 'A.SCR', 'x.html', 'y.desktop.sh']) assert.ok(mayRun(name), name);
  for (const name of ['exe', 'report.pdf', 'a.exe.txt']) assert.equal(mayRun(name), name === 'exe', name);
});
