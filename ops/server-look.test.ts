import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeHibernation } from "../steps/gates/hibernation.js";
import { planNetwork } from "../topology/plan.js";
import { manualStack, settingsOf } from "../topology/testing/stack.js";
import { lookScript, parseLook } from "./server-look.js";

const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });
const services = plan.services.filter(({ server }) => server === "p1");
const certificates = join(import.meta.dirname, "../topology/fabric/blocks/testing/certificates");
const tlsCa = readFileSync(join(certificates, "Org1MSP-tlsca.pem"));

const running = `container {"name":"/dev-peer0.org1.example.com","state":{"Status":"running","Running":true,"OOMKilled":false,"ExitCode":0,"StartedAt":"2025-06-01T10:00:00.123456789Z"},"restarts":2,"image":"sha256:ab","labels":{"consortium.service":"peer0.org1.example.com","consortium.role":"peer"}}`;
const exited = `container {"name":"/dev-admin","state":{"Status":"exited","Running":false,"OOMKilled":true,"ExitCode":137,"Error":"no space left on device","StartedAt":"2025-06-01T10:00:00Z","Health":{"Status":"unhealthy"}},"restarts":0,"image":"sha256:cd","labels":null}`;

describe("what the look prints", () => {
  test("containers, their time counted by their server's clock", () => {
    // 2025-06-01T10:01:30Z
    expect(parseLook(`now 1748772090\n${running}\n${exited}\n`).containers).toEqual([
      {
        name: "dev-peer0.org1.example.com",
        service: "peer0.org1.example.com",
        role: "peer",
        status: "running",
        exitCode: 0,
        outOfMemory: false,
        restarts: 2,
        upSeconds: 90,
        image: "sha256:ab",
      },
      {
        name: "dev-admin",
        status: "exited",
        health: "unhealthy",
        exitCode: 137,
        startProblem: "no space left on device",
        outOfMemory: true,
        restarts: 0,
        image: "sha256:cd",
      },
    ]);
  });

  test("file systems once each, with the volumes on them", () => {
    const printed = [
      "disk - 4194304 716800 83 /",
      "disk dev-kafka1-data 1048576 1024 100 /mnt/big data",
      "disk dev-orderer0-ledger 4194304 716800 83 /",
    ].join("\n");
    expect(parseLook(printed).disks).toEqual([
      { path: "/", sizeKiB: 4194304, freeKiB: 716800, usedPercent: 83, volumes: ["dev-orderer0-ledger"] },
      {
        path: "/mnt/big data",
        sizeKiB: 1048576,
        freeKiB: 1024,
        usedPercent: 100,
        volumes: ["dev-kafka1-data"],
      },
    ]);
  });

  test("certificates by the names that the stack's output gives them", () => {
    const pem = tlsCa.toString("base64");
    const printed = [
      `certificate dev-peer0 Org1/tlsca ${pem}`,
      `certificate dev-peer0 peer0.org1.example.com/tls/cert ${pem}`,
      `certificate dev-peer0 peer0.org1.example.com/msp/cert ${pem}`,
      `certificate dev-node0 fisco/node/node0/certificate ${pem}`,
      `certificate dev-node0 fisco/channel-node/node0/certificate ${pem}`,
      `certificate dev-node0 fisco/chain/certificate ${pem}`,
      "certificate dev-peer0 Org1/ca ",
    ].join("\n");
    expect(parseLook(printed).certificates.map(({ name }) => name)).toEqual([
      "tlsca.org1.example.com",
      "peer0.org1.example.com tls",
      "peer0.org1.example.com identity",
      "fisco node/node0",
      "fisco channel-node/node0",
      "fisco chain",
    ]);
  });

  test("an engine that does not answer, with its words", () => {
    expect(parseLook("down Cannot connect to the Docker daemon \nnow 1748772090\n").engineProblem).toBe(
      "Cannot connect to the Docker daemon",
    );
  });

  test("a sleep of the network that has claimed the server, not one of a network before it", () => {
    const record = `record {"network":"3f9a","since":"2026-01-02T03:04:05.000Z","by":"anna@desk","heights":{}}`;
    expect(parseLook(`network 3f9a\n${record}\n`).sleep).toEqual({
      since: "2026-01-02T03:04:05.000Z",
      by: "anna@desk",
    });
    expect(parseLook(`network 77aa\n${record}\n`).sleep).toBeUndefined();
    expect(parseLook("network 3f9a\n").sleep).toBeUndefined();
  });

  test("a line that is none of ours is an error", () => {
    expect(() => parseLook("sudo: a password is required")).toThrow("unexpected line of the look: sudo");
  });
});

describe("the script", () => {
  let bin = "";

  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), "look-"));
  });

  afterEach(() => {
    rmSync(bin, { recursive: true });
  });

  /** Runs it on this machine with a `docker` of our own. */
  function look(docker: string) {
    writeFileSync(join(bin, "docker"), `#!/bin/sh\n${docker}\n`);
    chmodSync(join(bin, "docker"), 0o755);
    const script = lookScript(
      "dev",
      { dataRoot: "/nowhere/docker" },
      services,
      ["disks", "certificates"],
      bin,
    );
    return parseLook(
      execFileSync("sh", ["-s"], {
        input: script,
        encoding: "utf8",
        env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
      }),
    );
  }

  test("finds containers, the disk of each volume, and the certificates of each node", () => {
    const {
      containers,
      disks,
      certificates: found,
      engineProblem,
    } = look(`case "$1 $2" in
  "version "*) echo 24.0.7 ;;
  "ps "*) echo f1 ;;
  "inspect "*) printf '%s\\n' '${running}' ;;
  "volume inspect") echo / ;;
  "cp "*) cd ${certificates}; tar -cf - Org1MSP-tlsca.pem ;;
esac`);
    expect(engineProblem).toBeUndefined();
    expect(containers.map(({ name }) => name)).toEqual(["dev-peer0.org1.example.com"]);
    expect(disks).toMatchObject([{ path: "/", volumes: ["dev-peer0.org1.example.com-ledger"] }]);
    expect(found.map(({ name }) => name)).toEqual([
      "tlsca.org1.example.com",
      "tlsca.org1.example.com",
      "peer0.org1.example.com identity",
      "tlsca.org1.example.com",
      "peer0.org1.example.com tls",
    ]);
  });

  test("tells of the network's sleep in the same round", () => {
    mkdirSync(join(bin, "var/lib/consortium/dev"), { recursive: true });
    writeFileSync(join(bin, "var/lib/consortium/dev/owner"), "3f9a\n");
    const record = { network: "3f9a", since: "2026-01-02T03:04:05.000Z", by: "anna@desk", heights: {} };
    execFileSync("sh", ["-s"], { input: writeHibernation("dev", record, bin) });
    expect(look("exit 0").sleep).toEqual({ since: "2026-01-02T03:04:05.000Z", by: "anna@desk" });
    expect(look("exit 1")).toMatchObject({
      engineProblem: "no answer within 20 s",
      sleep: { by: "anna@desk" },
    });
  });

  test("still tells of the disk when the engine does not answer", () => {
    const seen = look(`echo "Cannot connect to the Docker daemon" >&2; exit 1`);
    expect(seen).toMatchObject({
      engineProblem: "Cannot connect to the Docker daemon",
      containers: [],
      certificates: [],
    });
    expect(seen.disks).toMatchObject([{ path: "/", volumes: [] }]);
  });
});
