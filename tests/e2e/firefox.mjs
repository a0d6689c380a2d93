// One Firefox with fake devices, driven over WebDriver BiDi: reads commands as JSON lines, answers each with one.

import readline from 'node:readline';
import puppeteer from 'puppeteer-core';

const [executablePath, url] = process.argv.slice(2);
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
  },
});
const page = await browser.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(String(error)));
await page.goto(url);

const byName = (name) => page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`, { visible: true, timeout: 20000 });

const commands = {
  fill: async ({ label, text }) => {
    const field = await page.waitForSelector(`::-p-aria([name="${label}"])`, { visible: true });
    await field.evaluate((input) => (input.value = ''));
    await field.type(text);
  },
  click: async ({ name }) => (await byName(name)).click(),
  see: async ({ name }) => Boolean(await byName(name)),
  evaluate: ({ code }) => page.evaluate(code),
  wait: async ({ code }) => Boolean(await page.waitForFunction(code, { timeout: 20000, polling: 100 })),
  errors: async () => errors,
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
