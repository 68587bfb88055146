import { expect, test } from "vitest";
import { imageArchive } from "./archive.js";
import { layerTar } from "./layer.js";

const config = {
  env: ["PATH=/bin"],
  command: ["tool"],
  volumes: ["/data"],
  labels: { "consortium.lab.origin": "built locally from packages; not the official image" },
};
const layer = () => layerTar([{ kind: "file", path: "/bin/tool", mode: 0o755, content: "x" }]);

test("the same content gives the same bytes and the id that engines will show", async () => {
  const first = await imageArchive("tool:1.0", "amd64", config, [await layer()]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const second = await imageArchive("tool:1.0", "amd64", config, [await layer()]);
  expect(second.tar.equals(first.tar)).toBe(true);
  expect(first.id).toBe("sha256:bc3bd86da03e29252cdab671202606a1104948ec0b5fa0ee8902fa6a03396517");
});

test("another command, label or processor is another image", async () => {
  const layers = [await layer()];
  const ids = await Promise.all([
    imageArchive("tool:1.0", "amd64", config, layers),
    imageArchive("tool:1.0", "amd64", { ...config, command: ["other"] }, layers),
    imageArchive("tool:1.0", "amd64", { ...config, labels: {} }, layers),
    imageArchive("tool:1.0", "arm64", config, layers),
  ]);
  expect(new Set(ids.map(({ id }) => id)).size).toBe(4);
});

test("the tag is not part of the id", async () => {
  const layers = [await layer()];
  const [one, other] = await Promise.all([
    imageArchive("tool:1.0", "amd64", config, layers),
    imageArchive("tool:2.0", "amd64", config, layers),
  ]);
  expect(one.id).toBe(other.id);
});
