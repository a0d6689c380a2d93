// @ts-check
// A client without a page: it joins a channel, prints who comes and goes and what is said, and
// greets everybody once. It uses nothing but verto/ and one word of peer/, which proves the border.
// Node 22 and later have the WebSocket it needs.

import { decode, encode } from '../peer/envelope.js';
import { VertoClient } from '../verto/client.js';

/** @import { Credentials } from '../verto/types.js' */

/** @typedef {Credentials & {url: string}} Issued */

/**
 * @param {string} page the address of a channel's page
 * @param {string} sessionId
 * @returns {Promise<Issued>}
 */
async function credentialsFor(page, sessionId) {
  const answer = await fetch(`${page}/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: new URL(page).origin },
    body: JSON.stringify({ sessionId }),
  });
  if (!answer.ok) {
    throw new Error(`No credentials: ${answer.status}`);
  }
  return answer.json();
}

/**
 * @param {string} page
 * @param {(line: string) => void} print
 * @returns {Promise<VertoClient>}
 */
export async function listen(page, print) {
  const sessionId = crypto.randomUUID();
  const channel = new URL(page).pathname.split('/')[2] ?? '';
  const issued = await credentialsFor(page, sessionId);
  const client = new VertoClient({
    url: issued.url,
    channel,
    credentials: issued,
    renew: () => credentialsFor(page, sessionId),
  });
  const hello = { name: 'Listener', state: 'busy', reply: false };
  client.on('ready', ({ members }) => {
    print(`${members.length} here`);
    client.broadcast({ body: encode({ type: 'hello', dialog: null, seq: 0, payload: hello }) });
  });
  client.on('joined', ({ clientId }) => print(`${clientId} joined`));
  client.on('left', ({ clientId }) => print(`${clientId} left`));
  client.on('event', ({ from, data }) => print(`${from} to all: ${decode(data?.body)?.type ?? 'something else'}`));
  client.on('info', ({ from, body }) => print(`${from} to us: ${decode(body)?.type ?? 'something else'}`));
  client.on('punt', ({ reason }) => print(`sent away: ${reason}`));
  client.on('refused', ({ code }) => print(`refused: ${code}`));
  client.connect();
  return client;
}
