// One Firefox with fake devices, driven over WebDriver BiDi: reads commands as JSON lines, answers each with one.

import readline from 'node:readline';
import puppeteer from 'puppeteer-core';

const PATIENCE_MS = 20000;
const POLL_MS = 100;

const { executablePath, url, script, preferences } = JSON.parse(process.argv[2]);
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath,
  headless: true,
  extraPrefsFirefox: {
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    'media.peerconnection.ice.loopback': true,
    'media.peerconnection.ice.obfuscate_host_addresses': false,
    'media.autoplay.default': 0,
    'media.autoplay.blocking_policy': 0,
    'media.gmp-manager.updateEnabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    ...preferences,
  },
});
const page = await browser.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(String(error)));
await page.evaluateOnNewDocument(script);
await page.goto(url);

/**
 * What is seen of this role and name; it runs in the page. Firefox's own locator by accessibility takes seconds in a page that moves,
 * and names of our own markup are simple: `tests/e2e/person.py` finds the same ones by what Chromium tells screen readers.
 */
const find = (role, name) => {
  const tags = { button: 'button:not([role])', textbox: 'input, textarea' };
  const textOf = (one) => one.textContent.replace(/\s+/g, ' ').trim();
  const nameOf = (one) => one.getAttribute('aria-label') ?? textOf(one.labels?.[0] ?? one);
  const all = document.querySelectorAll(`${tags[role] ? `${tags[role]}, ` : ''}[role="${role}"]`);
  return [...all].find((one) => nameOf(one) === name && one.checkVisibility({ visibilityProperty: true }));
};
const byName = async (name, role = 'button') =>
  (await page.waitForFunction(find, { timeout: PATIENCE_MS, polling: POLL_MS }, role, name)).asElement();

const commands = {
  open: async ({ url }) => void (await page.goto(url)),
  fill: async ({ label, text }) => {
    const field = await byName(label, 'textbox');
    await field.evaluate((input) => input.select());
    await field.type(text);
  },
  click: async ({ name, role }) => (await byName(name, role)).click(),
  see: async ({ name }) => Boolean(await byName(name)),
  choose: async ({ path }) => (await page.$('input[type="file"]')).uploadFile(path),
  evaluate: ({ code }) => page.evaluate(code),
  wait: async ({ code }) => Boolean(await page.waitForFunction(code, { timeout: PATIENCE_MS, polling: POLL_MS })),
  errors: async () => errors.splice(0),
};

process.stdout.write('{"ready":true}\n');
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { command, ...args } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await commands[command](args)) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
await browser.close();
