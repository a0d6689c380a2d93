// @ts-check
// In the admin: a button beside each channel's link that copies it.

for (const link of document.querySelectorAll("a[data-copy-link]")) {
  if (!(link instanceof HTMLAnchorElement)) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Copy link";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
      button.textContent = "Copied";
    } catch {
      // No permission, or not a secure page: the link itself can still be copied by hand.
      button.textContent = "Not allowed";
    }
  });
  link.after(" ", button);
}
