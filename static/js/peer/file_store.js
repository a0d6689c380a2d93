// @ts-check

/** Without a disk for pages, a received file is in memory, so it must be small. */
export const MAX_IN_MEMORY = 100 * 1024 * 1024;
/** Room that is left to others. */
const SPARE = 50 * 1024 * 1024;
const FOLDER = 'received';
/** Nothing of ours is opened by what it is called or said to be. */
const TYPE = 'application/octet-stream';

/**
 * Where one file is written.
 *
 * @typedef {object} Sink
 * @property {(bytes: Uint8Array<ArrayBuffer>, at: number) => Promise<void>} write
 * @property {() => Promise<Blob>} finish
 * @property {() => Promise<void>} remove
 *
 * @typedef {Pick<StorageManager, 'estimate'> & {getDirectory?: () => Promise<any>}} Disk
 */

/** @typedef {'no_room' | 'too_big'} StoreTrouble */
export class StoreError extends Error {
  /** @param {StoreTrouble} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * Files that came, in the part of the disk that browsers keep for each origin. They go when the page goes; what a page
 * that was killed left is taken away by the next one.
 */
export class FileStore {
  #disk;
  #locks;
  #newId;
  /** @type {Promise<any> | null} */
  #folder = null;
  #release = () => {};
  #made = 0;
  #inMemory = 0;

  /** @param {{disk?: Disk, locks?: Pick<LockManager, 'request'>, newId?: () => string}} [ports] */
  constructor({ disk = navigator.storage, locks = navigator.locks, newId = () => crypto.randomUUID() } = {}) {
    this.#disk = disk;
    this.#locks = locks;
    this.#newId = newId;
  }

  /** Take away what earlier pages left, unless they are still there. @returns {Promise<void>} never fails */
  async sweep() {
    try {
      const all = await (await this.#disk.getDirectory?.())?.getDirectoryHandle(FOLDER);
      for await (const name of all?.keys() ?? []) {
        await this.#locks.request(name, { ifAvailable: true }, (lock) =>
          lock === null ? undefined : all.removeEntry(name, { recursive: true }),
        );
      }
    } catch {
      // There is none, or the browser keeps none for this page.
    }
  }

  /** @param {number} size @returns {Promise<Sink>} fails with a StoreError where there is no room */
  async create(size) {
    this.#folder ??= this.#open();
    const folder = await this.#folder;
    if (folder === null) {
      return this.#createInMemory(size);
    }
    const { quota = Infinity, usage = 0 } = await this.#disk.estimate();
    if (quota - usage < size + SPARE) {
      throw new StoreError('no_room');
    }
    const name = String(++this.#made);
    const handle = await folder.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    let closed = false;
    return {
      write: (data, position) => writable.write({ type: 'write', data, position }),
      finish: async () => {
        closed = true;
        await writable.close();
        return (await handle.getFile()).slice(0, size, TYPE);
      },
      remove: async () => {
        if (!closed) {
          await writable.abort().catch(() => {});
        }
        await folder.removeEntry(name).catch(() => {});
      },
    };
  }

  /** Everything goes. @returns {Promise<void>} */
  async close() {
    const folder = this.#folder;
    this.#folder = null;
    this.#inMemory = 0;
    const opened = await folder;
    if (opened) {
      await (await this.#disk.getDirectory?.())
        .getDirectoryHandle(FOLDER)
        .then((/** @type {any} */ all) => all.removeEntry(opened.name, { recursive: true }))
        .catch(() => {});
      this.#release();
    }
  }

  /** A folder of this page's own, for as long as it lives. @returns {Promise<any>} null where there is no disk for pages */
  async #open() {
    try {
      const name = `${FOLDER}-${this.#newId()}`;
      const root = await this.#disk.getDirectory?.();
      const all = await root.getDirectoryHandle(FOLDER, { create: true });
      // First the lock, so that no other page takes the folder for a left one.
      await new Promise((resolve, reject) => {
        const held = new Promise((release) => (this.#release = () => release(undefined)));
        this.#locks.request(name, () => (resolve(undefined), held)).catch(reject);
      });
      const folder = await all.getDirectoryHandle(name, { create: true });
      const probe = await folder.getFileHandle('probe', { create: true });
      const canWrite = typeof probe.createWritable === 'function';
      await folder.removeEntry('probe');
      return canWrite ? folder : null;
    } catch {
      return null;
    }
  }

  /** @param {number} size @returns {Sink} */
  #createInMemory(size) {
    if (this.#inMemory + size > MAX_IN_MEMORY) {
      throw new StoreError('too_big');
    }
    this.#inMemory += size;
    /** @type {Uint8Array<ArrayBuffer>[]} */
    let parts = [];
    let there = true;
    return {
      write: async (bytes) => void parts.push(bytes.slice()),
      finish: async () => new Blob(parts.splice(0), { type: TYPE }),
      remove: async () => {
        parts = [];
        this.#inMemory -= there ? size : 0;
        there = false;
      },
    };
  }
}
