// A form that asks for a time zone begins with the one of this computer, where nothing else was chosen.
import { everywhere } from "./dom.js";

export function startZones() {
  everywhere((root) => {
    for (const field of root.querySelectorAll("select[data-zone]")) {
      const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
      if (field.value === "UTC" && [...field.options].some((option) => option.value === here)) field.value = here;
    }
  });
}
