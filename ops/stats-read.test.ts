import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { parseDockerSize, parseStats, statsScript } from "./stats-read.js";

const printed = `limit /dev-kafka1 2000000000 1073741824
limit /dev-zookeeper1 0 0
stats {"BlockIO":"1.2MB / 33kB","CPUPerc":"12.50%","Container":"f1","ID":"f1","MemPerc":"33.11%","MemUsage":"339.5MiB / 1GiB","Name":"dev-kafka1","NetIO":"0B / 0B","PIDs":"71"}
stats {"BlockIO":"0B / 0B","CPUPerc":"0.07%","Container":"f2","ID":"f2","MemPerc":"0.20%","MemUsage":"55MiB / 24GiB","Name":"dev-zookeeper1","NetIO":"0B / 0B","PIDs":"33"}
processors 8
load 0.42
memory MemTotal: 32768000
memory MemAvailable: 16384000
network 1000000 2000000
`;

test("the figures of a server's services and of the server", () => {
  expect(parseStats("k1", printed)).toEqual({
    services: [
      {
        server: "k1",
        container: "dev-kafka1",
        cpuPercent: 12.5,
        cpusLimit: 2,
        memoryBytes: 355_991_552,
        memoryLimitBytes: 1_073_741_824,
        blockReadBytes: 1_200_000,
        blockWrittenBytes: 33_000,
        processes: 71,
      },
      {
        server: "k1",
        container: "dev-zookeeper1",
        cpuPercent: 0.07,
        cpusLimit: 0,
        memoryBytes: 57_671_680,
        memoryLimitBytes: 0,
        blockReadBytes: 0,
        blockWrittenBytes: 0,
        processes: 33,
      },
    ],
    server: {
      server: "k1",
      processors: 8,
      load: 0.42,
      memoryBytes: 33_554_432_000,
      memoryFreeBytes: 16_777_216_000,
      networkInBytes: 1_000_000,
      networkOutBytes: 2_000_000,
    },
  });
});

test("a line that is none of ours is an error", () => {
  expect(() => parseStats("k1", "sh: docker: not found\n")).toThrow(
    "unexpected line of the figures: sh: docker",
  );
});

test.each([
  { text: "0B", bytes: 0 },
  { text: "1.2kB", bytes: 1200 },
  { text: "55.3MiB", bytes: 57_986_253 },
  { text: "2GiB", bytes: 2_147_483_648 },
  { text: "--", bytes: 0 },
])("Docker's $text is $bytes bytes", ({ text, bytes }) => {
  expect(parseDockerSize(text)).toBe(bytes);
});

test("the script runs on a machine without containers of the stack", () => {
  const output = execFileSync("sh", ["-s"], {
    input: `docker() { :; }\n${statsScript("dev")}`,
    encoding: "utf8",
  });
  const { services, server } = parseStats("here", output);
  expect(services).toEqual([]);
  expect(server.processors).toBeGreaterThan(0);
  expect(server.memoryBytes).toBeGreaterThan(server.memoryFreeBytes);
});
