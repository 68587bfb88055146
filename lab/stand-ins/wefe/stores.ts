import { appendFileSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { mongoServer } from "./mongo.js";

/** A server that is played because it cannot be had: enough of it to be probed, nothing stored. */
export interface Store {
  /** Folder of its data, in which each start leaves a line. */
  readonly data: string;
  readonly ports: readonly { readonly port: number; readonly server: () => Server }[];
}

function page(path: string, text: string): () => Server {
  return () =>
    createServer((incoming, outgoing) => {
      const found = incoming.url?.split("?")[0] === path;
      outgoing.writeHead(found ? 200 : 404).end(found ? text : "");
    });
}

const silent = () => createTcpServer((socket) => socket.on("error", () => undefined).resume());

/** By the name that the image takes as its command. */
export const stores: Readonly<Record<string, Store>> = {
  mongo: { data: "/data/db", ports: [{ port: 27017, server: mongoServer }] },
  clickhouse: {
    data: "/bitnami/clickhouse",
    ports: [
      { port: 8123, server: page("/ping", "Ok.\n") },
      { port: 9000, server: silent },
    ],
  },
  nacos: {
    data: "/home/nacos/data",
    ports: [
      { port: 8848, server: page("/nacos/v1/console/health/readiness", "OK") },
      { port: 9848, server: silent },
    ],
  },
};

/** Opens the ports of a store. @throws Error where one is taken */
export async function runStore(name: string, { data, ports }: Store): Promise<() => void> {
  mkdirSync(data, { recursive: true });
  appendFileSync(`${data}/stand-in`, `${new Date().toISOString()} started\n`);
  const servers = await Promise.all(
    ports.map(async ({ port, server }) => {
      const opened = server();
      await new Promise<void>((resolve, reject) => {
        opened.once("error", (error) => reject(new Error(`port ${port}: ${error.message}`)));
        opened.listen(port, "0.0.0.0", resolve);
      });
      return opened;
    }),
  );
  console.log(`stand-in of ${name} listens on ${ports.map(({ port }) => port).join(", ")}`);
  return () => {
    for (const server of servers) server.close();
  };
}
