import { expect } from "vitest";
import type { Finding } from "../../../../config/findings.js";
import { packageOf } from "../testing/package.js";
import type { VendorService } from "../types.js";
import { type ComposePackage, type ComposeReading, readComposePackage } from "./package.js";

/** Files that the samples of this folder's tests name. */
export const around = {
  "board/config/application.properties": "a=1\n",
  "board/app.jar": "jar",
  "board/board.env": "FROM_FILE=1\n",
  "board/logs/.gitkeep": "",
  "common/lib.jar": "lib",
  "common/docker-compose.yml": "services: { base: { image: a, environment: { BASE: '1' } } }",
};

/** Reads a compose file in the folder `board`, with some files around it. */
export function readText(
  text: string,
  files: Readonly<Record<string, string>> = around,
  reading: Partial<ComposeReading> = {},
): ComposePackage {
  return readComposePackage(packageOf({ ...files, "board/docker-compose.yml": text }), {
    vendorRoot: "/opt/wefe",
    ...reading,
  });
}

/** Reads one service `board` from its keys, indented by nothing; nothing may be wrong with them. */
export function readKeys(keys: string): VendorService {
  const { services, findings } = readText(serviceText(keys));
  expect(findings).toEqual([]);
  const service = services.find(({ name }) => name === "board");
  if (service === undefined) throw new Error("no service was read");
  return service;
}

/** Findings about a service `board` from its keys. */
export function findingsOf(keys: string): readonly Finding[] {
  return readText(serviceText(keys)).findings;
}

/** A compose file of one service with an image; its keys begin in line 4. */
export function serviceText(keys: string): string {
  const lines = keys.trimEnd().split("\n");
  return `services:\n  board:\n    image: wefe/board:3.8.3\n${lines.map((line) => `    ${line}`).join("\n")}\n`;
}
