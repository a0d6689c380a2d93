// @ts-check

/**
 * A button that works on what was asked of it. It keeps the focus, which `disabled` would take away; whoever answers it asks
 * `isBusy`.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} busy
 */
export function setBusy(button, busy) {
  button.dataset.busy = String(busy);
  button.setAttribute('aria-disabled', String(busy));
}

/** @param {HTMLButtonElement} button */
export const isBusy = (button) => button.dataset.busy === 'true';
