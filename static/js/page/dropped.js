// @ts-check

/**
 * Hear of files that are dropped anywhere on the page. Left to itself, a browser opens them in its place, and the call is over.
 * Folders are left out: a browser cannot read them as one file.
 *
 * @param {(files: File[]) => void} take
 */
export function onFilesDropped(take) {
  document.addEventListener('dragover', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
    }
  });
  document.addEventListener('drop', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      take(filesOf(event));
    }
  });
}

/** Texts are dropped as ever, into the field for instance. @param {DragEvent} event */
const hasFiles = (event) => event.dataTransfer?.types.includes('Files') ?? false;

/** @param {DragEvent} event @returns {File[]} */
const filesOf = (event) =>
  [...(event.dataTransfer?.items ?? [])]
    .filter((item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true)
    .map((item) => item.getAsFile())
    .filter((file) => file !== null);
