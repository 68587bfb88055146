import { expect, test } from "vitest";
import { planNetwork } from "../topology/plan.js";
import { manualStack, settingsOf } from "../topology/testing/stack.js";
import { imageRows, imagesText } from "./images.js";
import { imagesScript, parseImages } from "./images-read.js";
import { selectServices } from "./selection.js";

const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });
const services = selectServices(plan, ["kafka1", "kafka2", "kafka3"]);
const k1 = `runs /dev-kafka1 sha256:0123456789abcdef
runs /dev-kafka9 sha256:fedcba9876543210
runs /dev-gone sha256:00000000000000
image {"id":"sha256:0123456789abcdef","bytes":1610612736,"architecture":"amd64","digests":["10.0.0.1:5000/fabric-kafka@sha256:ddddddddddddeeee"],"tags":null}
image {"id":"sha256:fedcba9876543210","bytes":1048576,"architecture":"arm64","digests":[],"tags":["consortium/kafka:fedcba987654"]}
`;
const held = new Map([
  ["k1", parseImages(k1)],
  ["k2", parseImages("")],
]);

test("each service's image, loaded or pulled, and those of containers that are in no plan", () => {
  expect(
    imagesText(imageRows(plan, services, held, "all")),
  ).toBe(`SERVICE                   SERVER  IMAGE                          DIGEST        ID            ARCH   SIZE
kafka1                    k1      fabric-kafka                   dddddddddddd  0123456789ab  amd64  1.5 GiB
kafka2                    k2      fabric-kafka                   -             -             -      -
kafka3                    k3      fabric-kafka                   -             -             -      -
dev-kafka9 (not planned)  k1      consortium/kafka:fedcba987654  -             fedcba987654  arm64  1 MiB
dev-gone (not planned)    k1      -                              -             000000000000  -      -
`);
});

test("a selection shows what was selected and nothing else, with everything that is known of it", () => {
  expect(imageRows(plan, services.slice(0, 1), held, "selected")).toEqual([
    {
      server: "k1",
      service: "kafka1",
      container: "dev-kafka1",
      planned: "fabric-kafka",
      id: "sha256:0123456789abcdef",
      bytes: 1_610_612_736,
      architecture: "amd64",
      digests: ["10.0.0.1:5000/fabric-kafka@sha256:ddddddddddddeeee"],
      tags: [],
    },
  ]);
});

test("what a server was not asked for is an error", () => {
  expect(() => parseImages("Cannot connect to the Docker daemon\n")).toThrow(
    "unexpected line of the images: Cannot connect",
  );
});

test("the script asks for the stack's containers and quotes its name", () => {
  expect(imagesScript("dev")).toContain("docker ps -aq --filter label=consortium.stack=dev");
  expect(imagesScript("it's")).toContain(`'label=consortium.stack=it'\\''s'`);
});
