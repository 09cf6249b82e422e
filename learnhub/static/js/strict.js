/* global htmx */
// Nothing in an attribute is ever run as a program: not by us, not by what slipped in.
export function startStrict() {
  const never = function () {
    throw new Error("LearnHub runs no code from attributes");
  };
  htmx.registerExtension("strict", { init: (api) => api.initSecurity(null, never, never) });
}
