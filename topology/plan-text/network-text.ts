import type { Plan } from "../types.js";
import { fabricText } from "./fabric-text.js";
import { fiscoText } from "./fisco-text.js";
import { wefeText } from "./wefe-text.js";

/** What the page about a stack says of one network, beside what every network has. */
export interface NetworkText {
  /** Kind and version, e.g. `Fabric 2.5`. */
  readonly title: string;
  readonly sections: readonly (readonly [title: string, text: string])[];
  /** What is done when its services run, a paragraph each. */
  readonly afterPhases: readonly string[];
}

/** The networks of a plan. This is where another kind comes in. */
export function networkTexts({ fabric, fisco, wefe }: Plan): NetworkText[] {
  return [
    ...(fabric ? [fabricText(fabric)] : []),
    ...(fisco ? [fiscoText(fisco)] : []),
    ...(wefe ? [wefeText(wefe)] : []),
  ];
}
