// @ts-check
// In the admin, before any other script: lets Django's own scripts assign the few texts that they do, and nothing else.

/** What jQuery tries out at its start, and how SelectBox.js empties a list. */
const ASSIGNED = [
  /^$/,
  /^<textarea>x<\/textarea>$/,
  /^<option><\/option>$/,
  /^<form><\/form><form><\/form>$/,
  /^<a id='(jQuery\d+)' href='' disabled='disabled'><\/a><select id='\1-\r\\' disabled='disabled'><option selected=''><\/option><\/select>$/,
];

// Browsers that do not know Trusted Types have the rest of the policy.
/** @type {any} */ (window).trustedTypes?.createPolicy('default', {
  // Null is refused by the browser. There is no way at all to make scripts.
  createHTML: (/** @type {string} */ text) => (ASSIGNED.some((form) => form.test(text)) ? text : null),
});
