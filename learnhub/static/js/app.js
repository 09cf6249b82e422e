// The one entry: web/assets.py joins it with htmx and with what it imports into one module.
import { startBusy } from "./busy.js";
import { startCopy } from "./copy.js";
import { startCounts } from "./counts.js";
import { startDays } from "./days.js";
import { startDialogs } from "./dialogs.js";
import { startDrafts } from "./drafts.js";
import { startFailures } from "./failures.js";
import { startFocus } from "./focus.js";
import { startHistory } from "./history.js";
import { startKeys } from "./keys.js";
import { startMentions } from "./mentions.js";
import { startPrint } from "./print.js";
import { startStrict } from "./strict.js";
import { startSuggestions } from "./suggestions.js";
import { startToasts } from "./toasts.js";
import { startZones } from "./zones.js";

for (const start of [
  startStrict, startBusy, startFailures, startFocus, startToasts, startDays, startDialogs, startDrafts, startCounts, startCopy, startHistory, startKeys, startMentions, startPrint, startSuggestions, startZones,
]) {
  start();
}
