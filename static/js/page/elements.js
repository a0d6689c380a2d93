// @ts-check

/**
 * The one element with this id. The page and its script belong together: if it is missing or of
 * another kind, nothing can be right, and this throws.
 *
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) {
    throw new Error(`No ${kind.name} with the id ${id}`);
  }
  return element;
}

/**
 * The first element below `root` that matches.
 *
 * @template {Element} E
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => E} kind
 * @returns {E}
 */
export function within(root, selector, kind) {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) {
    throw new Error(`No ${kind.name} that matches ${selector}`);
  }
  return element;
}

/**
 * A dialog that a button opens and that its own `.close` closes.
 *
 * @param {string} id
 * @param {HTMLButtonElement} opener
 */
export function dialogOf(id, opener) {
  const dialog = byId(id, HTMLDialogElement);
  opener.addEventListener('click', () => dialog.showModal());
  within(dialog, '.close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  return dialog;
}

/** Give the focus back to a control; for an entry of a closed menu, to the button that opens it. @param {HTMLElement} control */
export function focusBack(control) {
  const menu = control.closest('[role="menu"][hidden]');
  const opener = menu === null ? null : document.querySelector(`[aria-controls="${menu.id}"]`);
  (opener instanceof HTMLElement ? opener : control).focus({ preventScroll: true });
}

/**
 * A fresh copy of the only element in a `<template>`.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function copyOf(id) {
  const first = byId(id, HTMLTemplateElement).content.firstElementChild;
  if (!(first instanceof HTMLElement)) {
    throw new Error(`The template ${id} is empty`);
  }
  return /** @type {HTMLElement} */ (first.cloneNode(true));
}

/**
 * Keeps the children of `parent` in step with a list: each item by its key, made once, moved
 * never without need, so that a video in it goes on playing and a button keeps the focus. What is
 * taken out may let go of things (`gone`).
 *
 * @template T
 * @template {{root: HTMLElement, update: (item: T) => void, gone?: () => void}} V
 * @param {HTMLElement} parent
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => V} make
 * @returns {(items: T[]) => void}
 */
export function keyedList(parent, keyOf, make) {
  /** @type {Map<string, V>} */
  const views = new Map();
  return (items) => {
    const keys = new Set(items.map(keyOf));
    for (const [key, view] of views) {
      if (!keys.has(key)) {
        view.root.remove();
        view.gone?.();
        views.delete(key);
      }
    }
    items.forEach((item, index) => {
      const key = keyOf(item);
      const view = views.get(key) ?? make(item);
      views.set(key, view);
      view.update(item);
      if (parent.children[index] !== view.root) {
        parent.insertBefore(view.root, parent.children[index] ?? null);
      }
    });
  };
}

/**
 * What pressing a switch will do, in words, and how it stands.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} on
 * @param {string} whenOn
 * @param {string} whenOff
 */
export function nameSwitch(button, on, whenOn, whenOff) {
  const words = on ? whenOn : whenOff;
  if (button.getAttribute('aria-label') !== words) {
    button.setAttribute('aria-label', words);
  }
  const key = button.getAttribute('aria-keyshortcuts');
  const title = key === null ? words : `${words} (${key})`;
  if (button.title !== title) {
    button.title = title;
  }
  button.dataset.on = String(on);
}

/** Set the text only where it differs, so that live regions stay quiet. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
