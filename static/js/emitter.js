// @ts-check

/**
 * An EventTarget whose events are typed: the map `E` gives the detail of each.
 * A listener that throws is reported by the platform and does not stop the others.
 *
 * @template {Record<string, any>} E
 */
export class Emitter extends EventTarget {
  /**
   * Listen to one kind of event. The answer is a function that stops listening.
   *
   * @template {keyof E & string} T
   * @param {T} type
   * @param {(detail: E[T]) => void} listener
   * @returns {() => void}
   */
  on(type, listener) {
    /** @param {Event} event */
    const hear = (event) => listener(/** @type {CustomEvent} */ (event).detail);
    this.addEventListener(type, hear);
    return () => this.removeEventListener(type, hear);
  }

  /**
   * @template {keyof E & string} T
   * @param {T} type
   * @param {E[T]} detail
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
