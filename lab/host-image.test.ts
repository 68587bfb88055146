import { expect, test } from "vitest";
import { mirrorOf, osRelease } from "./host-image.js";

test("quoted and bare values of os-release are read", () => {
  const fields = osRelease(
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_CODENAME=bookworm\n',
  );
  expect([fields.get("PRETTY_NAME"), fields.get("ID"), fields.get("VERSION_CODENAME")]).toEqual([
    "Debian GNU/Linux 12 (bookworm)",
    "debian",
    "bookworm",
  ]);
});

const targets = `http://mirror.example/extra stable main
http://mirror.example/debian/ bookworm-updates main
http://mirror.example/debian/ bookworm contrib
http://mirror.example/debian/ bookworm main
`;

test("the mirror is the one of the release's main component, not of updates or other sources", () => {
  expect(mirrorOf(targets, "bookworm")).toBe("http://mirror.example/debian");
  expect(mirrorOf(targets, "trixie")).toBeUndefined();
});
