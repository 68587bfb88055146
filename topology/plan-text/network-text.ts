import { fabricText } from "../fabric/text.js";
import { fiscoText } from "../fisco/text.js";
import type { Plan } from "../model/plan.js";
import { wefeText } from "../wefe/text.js";
import type { NetworkText } from "./text.js";

/** The networks of a plan. This is where another kind comes in. */
export function networkTexts({ fabric, fisco, wefe, services }: Plan): NetworkText[] {
  return [
    ...(fabric ? [fabricText(fabric)] : []),
    ...(fisco ? [fiscoText(fisco)] : []),
    ...(wefe ? [wefeText(wefe, services)] : []),
  ];
}
