import { readFileSync } from "node:fs";
import { get } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { keyKind, requireCredentials } from "../fisco/certificates.js";
import { ChannelClient } from "../fisco/channel-client.js";

/** Sends PING and wants PONG. @throws Error */
export function pingRedis(host: string, port: number, password: string, seconds = 5): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let text = "";
    const failed = (why: string) => {
      socket.destroy();
      reject(new Error(`redis ${host}:${port}: ${why}`));
    };
    socket.setTimeout(seconds * 1000, () => failed(`no answer in ${seconds} s`));
    socket.on("error", (error) => failed(error.message));
    socket.on("connect", () => socket.write(`${password === "" ? "" : `AUTH ${password}\r\n`}PING\r\n`));
    socket.setEncoding("utf8");
    socket.on("data", (piece: string) => {
      text += piece;
      if (text.includes("-")) failed(text.trim());
      if (!text.includes("+PONG")) return;
      socket.destroy();
      resolve();
    });
  });
}

/** Wants a page whose text contains something. @throws Error */
export function requirePage(url: string, contains: string, seconds = 5): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { timeout: seconds * 1000 }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => {
        if (response.statusCode === 200 && text.includes(contains)) resolve();
        else reject(new Error(`${url}: status ${response.statusCode}, ${text.slice(0, 100)}`));
      });
    });
    request.on("timeout", () => request.destroy(new Error(`no answer in ${seconds} s`)));
    request.on("error", (error) => reject(new Error(`${url}: ${error.message}`)));
  });
}

/**
 * Connects to a FISCO BCOS node as WeFe's services do and wants contracts in the name service.
 * @param folder with ca.crt, sdk.crt and sdk.key
 * @throws Error naming what is missing
 */
export async function openChain(
  peer: string,
  folder: string,
  group: number,
  contracts: readonly string[],
): Promise<ChannelClient> {
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      throw new Error(`${join(folder, name)}: missing`);
    }
  };
  const files = { key: read("sdk.key"), certificate: read("sdk.crt"), authority: read("ca.crt") };
  const names = { key: "sdk.key", certificate: "sdk.crt", authority: "ca.crt" };
  requireCredentials({ names, ...files }, keyKind(files.key), new Date());
  const client = await ChannelClient.open(peer, files, group);
  const absent: string[] = [];
  for (const name of contracts) if ((await client.names(name)).length === 0) absent.push(name);
  if (absent.length === 0) return client;
  client.close();
  throw new Error(`no contract of that name in CNS: ${absent.join(", ")}`);
}
