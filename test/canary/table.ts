import { sizeText } from "../../ops/size.js";
import { table } from "../../ops/table.js";
import { homeOfKeys, serviceOfKey } from "./host.js";
import type { Looked } from "./search.js";

/** What the search was about besides what it printed. */
export interface Expected {
  /** Services by the server they stand on. */
  readonly services: Readonly<Record<string, readonly string[]>>;
}

type Find = Looked["found"][number];

/** Whether a find is where it belongs: a service's own key among the files of its server's containers. */
function atHome({ place, machine }: Looked, { canary }: Find, { services }: Expected): boolean {
  return (
    place === homeOfKeys &&
    canary.input === "private-key" &&
    (services[machine] ?? []).includes(serviceOfKey(canary.name))
  );
}

function strays(looked: Looked, expected: Expected): Find[] {
  return looked.found.filter((find) => !atHome(looked, find, expected));
}

/**
 * Why the search is no proof, or what it found: every secret out of its place, every place of a machine in which nothing
 * was looked at or the search did not find its own marker, and every server without the keys of its own services, which
 * the search must see. Empty when all is well.
 */
export function complaints(all: readonly Looked[], expected: Expected): string[] {
  return all.flatMap((looked) => {
    const { place, machine, files, bytes, found, marked } = looked;
    const at = `${place} on ${machine}`;
    return [
      ...strays(looked, expected).map(({ canary, file }) => `${canary.name} is in ${at}: ${file}`),
      ...(files === 0 || bytes === 0 ? [`${at}: nothing was looked at`] : []),
      ...(marked ? [] : [`${at}: the search did not find its own marker`]),
      ...(place === homeOfKeys && found.every((find) => !atHome(looked, find, expected))
        ? [`${at}: no key of its own services, so the search looks in the wrong place`]
        : []),
    ];
  });
}

/** The table `place | looked at | found` of a search, one line a place. */
export function tableText(all: readonly Looked[], expected: Expected): string {
  const places = [...new Set(all.map(({ place }) => place))];
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const rows = places.map((place) => {
    const here = all.filter((one) => one.place === place);
    const machines = here.length;
    const home = sum(here.map((one) => one.found.length - strays(one, expected).length));
    return [
      place,
      `${machines} ${machines === 1 ? "machine" : "machines"}, ${sum(here.map(({ files }) => files))} files, ${sizeText(sum(here.map(({ bytes }) => bytes)))}`,
      `${sum(here.map((one) => strays(one, expected).length))}${home > 0 ? ` (and ${home} of services' own keys, at home there)` : ""}`,
    ];
  });
  return `${table([["PLACE", "LOOKED AT", "FOUND"], ...rows]).join("\n")}\n`;
}
