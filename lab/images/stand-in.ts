/** Labels of an image that plays a program we cannot have: nobody may take it for that program. */
export function standInLabels(
  name: string,
  plays: string,
  version: string,
): Readonly<Record<string, string>> {
  return {
    "consortium.lab.origin": "stand-in, written for the lab; not the software of that name",
    "consortium.lab.stand-in": plays,
    "org.opencontainers.image.title": `${name} (lab stand-in)`,
    "org.opencontainers.image.version": version,
  };
}
