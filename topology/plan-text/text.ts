/** What the page about a stack says of one network, beside what every network has. */
export interface NetworkText {
  /** Kind and version, e.g. `Fabric 2.5`. */
  readonly title: string;
  readonly sections: readonly (readonly [title: string, text: string])[];
  /** What is done when its services run, a paragraph each. */
  readonly afterPhases: readonly string[];
}
