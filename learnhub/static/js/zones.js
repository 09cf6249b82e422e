// A form that asks for a time zone begins with the one of this computer, where nobody has chosen one: where it is
// UTC, or what data-zone says.
import { everywhere } from "./dom.js";

export function startZones() {
  everywhere((root) => {
    for (const field of root.querySelectorAll("select[data-zone]")) {
      const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
      if (field.value === (field.dataset.zone || "UTC") && [...field.options].some((option) => option.value === here)) field.value = here;
    }
  });
}
