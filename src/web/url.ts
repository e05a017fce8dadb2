/*! URL and URLSearchParams of core-js, MIT License, (c) 2013-2025 Denis Pushkarev, (c) 2025-2026 CoreJS Company, https://github.com/zloirock/core-js/blob/master/LICENSE */
/** core-js has them by the WHATWG's standard, without tables of Unicode: names of hosts are lower-cased and encoded, not mapped. */

import URLClass from "core-js-pure/stable/url/index.js";
import URLSearchParamsClass from "core-js-pure/stable/url-search-params/index.js";

export { URLClass as URL, URLSearchParamsClass as URLSearchParams };

for (const [name, value] of Object.entries({ URL: URLClass, URLSearchParams: URLSearchParamsClass })) {
  Object.defineProperty(value, "name", { value: name });
  // Also for code that looks them up there.
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
