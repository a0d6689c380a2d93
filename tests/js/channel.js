import { Emitter } from '../../static/js/emitter.js';
import { decode } from '../../static/js/peer/envelope.js';
import { Peers } from '../../static/js/peer/peers.js';
import { PlainWire } from '../../static/js/peer/wire.js';

class FakeConnection extends Emitter {
  heard = [];
  chances = 0;
  constructor(options) { super(); this.options = options; }
  receiveDescription(description) { this.heard.push(description.type); }
  receiveCandidate() {}
  setTracks(tracks) { this.tracks = tracks; }
  setIceServers(servers) { this.iceServers = servers; }
  saySending() {}
  sayClosed() {}
  setShares(shares) { this.shares = shares; }
  monitor = { path: null, isWeak: false, quality: null, look: async () => null };
  chance() { this.chances++; }
  close() {}
}

/** A channel in which everybody hears everybody, by way of a line that can be held or cut. */
export function channel({ callSize = 5 } = {}) {
  const people = new Map();
  const held = [];
  const wire = { hold: false, log: [] };
  const pass = (deliver) => (wire.hold ? held.push(deliver) : deliver());
  let dialogs = 0;

  const enter = (id, name) => {
    const connections = [];
    const ended = [];
    const state = { cut: false };
    const line = {
      info: async (to, text) => {
        if (state.cut) throw new Error('line_lost');
        wire.log.push({ from: id, to, ...decode(text) });
        pass(() => people.get(to)?.hears(id, text, true));
      },
      broadcast: async (data) => {
        if (state.cut) throw new Error('line_lost');
        wire.log.push({ from: id, to: '*', ...decode(data.body) });
        pass(() => people.forEach(({ hears }) => hears(id, data.body, false)));
      },
    };
    const carrier = new PlainWire(line);
    const hears = (from, text, direct) => carrier.hear(from, text, direct);
    const peers = new Peers({
      self: id,
      channel: 'c',
      key: null,
      callSize,
      name,
      wire: carrier,
      media: { tracks: () => ({ audio: {}, video: null, screen: null, sound: null }), sending: () => ({ microphone: true, camera: false, screen: false }) },
      ice: { current: () => state.relays ?? [], renew: async () => [], hide: id === 'cccc', local: false },
      connect: (options) => (connections.push(new FakeConnection(options)), connections.at(-1)),
      newDialog: () => `00000000-0000-4000-8000-${String(++dialogs).padStart(12, '0')}`,
    });
    peers.on('ended', (end) => ended.push(end.reason));
    people.forEach((other) => other.peers.joined(id));
    people.set(id, { peers, hears });
    peers.seated([...people.keys()]);
    const record = (other) => peers.all().find((one) => one.id === other);
    const person = { id, peers, hears, connections, ended, state, record, call: (other) => record(other)?.call?.state ?? null };
    people.set(id, person);
    return person;
  };
  const release = () => {
    while (held.length > 0) held.shift()();
    wire.hold = false;
  };
  const types = (from, to) => wire.log.filter((said) => said.from === from && said.to === to).map(({ type }) => type);
  return { enter, wire, release, types, people };
}
