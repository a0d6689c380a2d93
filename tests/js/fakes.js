// @ts-check
// Stand-ins at the ports: a WebSocket, a peer connection, storage, locks. Nothing under test is faked.

/** A WebSocket that a test drives from the server's side. */
export class FakeWebSocket {
  /** @type {FakeWebSocket[]} */
  static made = [];

  /** @returns {FakeWebSocket} */
  static get last() {
    return /** @type {FakeWebSocket} */ (FakeWebSocket.made.at(-1));
  }

  /** @type {any[]} */
  sent = [];
  /** @type {number | null} */
  closedWith = null;
  /** @type {any} */ onopen = null;
  /** @type {any} */ onmessage = null;
  /** @type {any} */ onclose = null;

  /** @param {string} url */
  constructor(url) {
    this.url = url;
    FakeWebSocket.made.push(this);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  /** @param {number} code */
  close(code) {
    this.closedWith = code;
  }

  opens() {
    this.onopen?.();
  }

  /** @param {object | string} message */
  says(message) {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }

  /** @param {string} method @param {any} result */
  answers(method, result) {
    this.says({ jsonrpc: '2.0', id: this.request(method).id, result });
  }

  /** @param {string} method @param {object} error */
  refuses(method, error) {
    this.says({ jsonrpc: '2.0', id: this.request(method).id, error });
  }

  /** @param {number} code */
  drops(code) {
    this.onclose?.({ code });
  }

  /** @param {string} method */
  request(method) {
    return this.sent.findLast((message) => message.method === method);
  }
}

/** Enough of an RTCPeerConnection for negotiation: states, descriptions, candidates. */
export class FakePeerConnection {
  signalingState = 'stable';
  connectionState = 'new';
  /** @type {any} */ localDescription = null;
  /** @type {any} */ remoteDescription = null;
  /** @type {any[]} */ candidates = [];
  restarts = 0;
  made = 0;
  /** @type {any} */ onnegotiationneeded = null;
  /** @type {any} */ onicecandidate = null;
  /** @type {any} */ onconnectionstatechange = null;

  async createOffer() {
    return { type: 'offer', sdp: `offer ${++this.made}` };
  }

  async createAnswer() {
    return { type: 'answer', sdp: `answer ${++this.made}` };
  }

  /** @param {any} description */
  async setLocalDescription(description) {
    await null;
    this.localDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
  }

  /** @param {any} description */
  async setRemoteDescription(description) {
    await null;
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
  }

  /** @param {any} candidate */
  async addIceCandidate(candidate) {
    if (this.remoteDescription === null) {
      throw new Error('no remote description');
    }
    this.candidates.push(candidate);
  }

  restartIce() {
    this.restarts++;
  }

  /** @param {string} state */
  becomes(state) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

/** @returns {any} */
export function fakeStorage() {
  const kept = new Map();
  return {
    kept,
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
  };
}

/** The Web Locks of one browser. */
export class FakeLocks {
  /** @type {Map<string, Promise<void>>} */
  #held = new Map();

  /** @param {string} name @param {any} options @param {any} [work] */
  async request(name, options, work = options) {
    const { ifAvailable = false, signal = null } = work === options ? {} : options;
    if (this.#held.has(name) && ifAvailable) {
      return work(null);
    }
    while (this.#held.has(name)) {
      await new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        this.#held.get(name)?.then(() => resolve(undefined));
      });
    }
    let free = () => {};
    this.#held.set(name, new Promise((resolve) => (free = () => resolve(undefined))));
    try {
      return await work({ name });
    } finally {
      this.#held.delete(name);
      free();
    }
  }
}

/** Let everything that is already due happen. */
export async function settle() {
  for (let turn = 0; turn < 40; turn++) {
    await null;
  }
}

/** Let everything happen that waits for cryptography: more rounds of it than any exchange under test has. */
export async function worked() {
  for (let round = 0; round < 60; round++) {
    await crypto.subtle.digest('SHA-256', new Uint8Array(4096));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Two ends of a data channel, as the pipes of a call offer them. */
export class FakePipe {
  isOpen = true;
  isFull = false;
  /** @type {any[]} */ sent = [];
  /** @type {FakePipe | null} */ other = null;
  /** @type {(data: any) => void} */ onHeard = () => {};
  onOpen = () => {};
  onClosed = () => {};

  /** @returns {[FakePipe, FakePipe]} */
  static pair() {
    const [one, other] = [new FakePipe(), new FakePipe()];
    one.other = other;
    other.other = one;
    return [one, other];
  }

  /** @param {any} data */
  send(data) {
    if (!this.isOpen) {
      return false;
    }
    // Whoever sends may use the same memory again.
    const copy = typeof data === 'string' ? data : new Uint8Array(data);
    this.sent.push(copy);
    const { other } = this;
    queueMicrotask(() => other?.isOpen && other.onHeard(typeof copy === 'string' ? copy : copy.buffer));
    return true;
  }

  async room() {}

  /** @param {any} said */
  hears(said) {
    this.onHeard(typeof said === 'string' || said instanceof ArrayBuffer ? said : JSON.stringify(said));
  }

  close() {
    if (this.isOpen) {
      this.isOpen = false;
      this.onClosed();
      this.other?.close();
    }
  }
}
