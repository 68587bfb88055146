import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { ReceiptTimeout } from "../fisco/channel-client.js";
import { sayHello } from "./mongo.js";
import { literal, Mysql } from "./mysql.js";
import { openChain, pingRedis, requirePage } from "./probes.js";
import { missing, type Properties, parseProperties } from "./properties.js";
import { type Listener, type Need, type Service, services } from "./services.js";

/** Where a service of the stand-in finds its files, and how patient it is. */
export interface Place {
  readonly config: string;
  /** Folder for the log file; `<name>.log` in it. */
  readonly logs: string;
  /** Seconds for all dependencies together, then it ends; Docker's restart policy tries again. */
  readonly waitSeconds: number;
  /** Seconds for a transaction's receipt. */
  readonly receiptSeconds: number;
}

/** The row in which board keeps the member's id. */
const memberId = "`group` = 'member_info' AND `name` = 'member_id'";

/** Plays one service: checks its file, waits for what it needs, then listens. @throws Error with what is wrong */
export async function runService(name: string, place: Place): Promise<() => void> {
  const service = services[name];
  if (!service) throw new Error(`${name}: no service of WeFe. Known: ${Object.keys(services).join(", ")}`);
  const log = logTo(name, place.logs);
  const file = `${place.config}/application.properties`;
  const properties = parseProperties(read(file));
  const wrong = missing(properties, service.keys);
  if (wrong.length > 0) throw new Error(wrong.map((line) => `${file}: ${line}`).join("\n"));
  log("INFO", `stand-in of ${name} starts`);
  const deadline = Date.now() + place.waitSeconds * 1000;
  for (const need of service.needs) await meet(need, properties, deadline, log);
  await afterwards(service, properties, place, log);
  const servers = await Promise.all(service.listens.map((listener) => listen(listener, properties)));
  log("INFO", `Started ${name} (stand-in): ${service.listens.map(({ port }) => port).join(", ")}`);
  return () => {
    for (const server of servers) {
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
    }
    log("INFO", `${name} stops`);
  };
}

type Say = (level: "INFO" | "ERROR", text: string) => void;

/** Writes lines as WeFe's services do, on standard output and into the log file. */
function logTo(name: string, folder: string): Say {
  mkdirSync(folder, { recursive: true });
  return (level, text) => {
    const at = new Date().toISOString().replace("T", " ").replace("Z", "");
    const line = `-${at} -${level.padStart(5)} [] [           main] ${name} : ${text}\n`;
    process.stdout.write(line);
    appendFileSync(`${folder}/${name}.log`, line);
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Error(`${path}: missing`);
  }
}

/** Tries again each second until it works or the time is up. */
async function meet(need: Need, properties: Properties, deadline: number, log: Say): Promise<void> {
  const until = need.kind === "member id" ? Number.POSITIVE_INFINITY : deadline;
  for (let tries = 0; ; tries++) {
    try {
      await check(need, properties);
      log("INFO", `${need.kind}: there`);
      return;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (Date.now() > until) throw new Error(`${need.kind}: ${why}`);
      if (tries === 0 || need.kind === "member id") log("INFO", `${need.kind}: waiting, ${why}`);
      await new Promise((resolve) => setTimeout(resolve, need.kind === "member id" ? 3000 : 1000));
    }
  }
}

async function check(need: Need, properties: Properties): Promise<void> {
  const value = (key: string, otherwise = "") => properties.get(key) ?? otherwise;
  switch (need.kind) {
    case "mysql":
      return withMysql(properties, async (mysql) => {
        const rows = await mysql.query("SHOW TABLES");
        const absent = need.tables.filter((table) => !rows.some(([name]) => name === table));
        if (absent.length > 0)
          throw new Error(`no table ${absent.join(", ")} in ${value("db.mysql.database")}`);
      });
    case "member id":
      return withMysql(properties, async (mysql) => {
        const rows = await mysql.query(`SELECT \`value\` FROM global_config WHERE ${memberId}`);
        if (!rows[0]?.[0]) throw new Error("board has not created the member id yet");
      });
    case "mongo":
      for (const key of need.keys) {
        const { host, port } = mongoAddress(key, value(key));
        await sayHello(host, port);
      }
      return;
    case "redis":
      return pingRedis(
        value("spring.redis.host"),
        Number(value("spring.redis.port")),
        value("spring.redis.password"),
      );
    case "nacos":
      return requirePage(`http://${value("nacos.server-addr")}/nacos/v1/console/health/readiness`, "OK");
    case "clickhouse":
      return requirePage(
        `http://${value("db.storage.clickhouse.host", "clickhouse.service")}:${value("db.storage.clickhouse.http.port", "8123")}/ping`,
        "Ok.",
      );
    case "union":
      return requirePage(new URL("service/alive", withSlash(value("wefe.union.base-url"))).href, '"code":0');
    case "chain": {
      const client = await openChain(
        chainPeer(properties),
        value("block.chain.certPath"),
        chainGroup(properties),
        need.contracts,
      );
      client.close();
    }
  }
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}

function chainPeer(properties: Properties): string {
  return `${properties.get("block.chain.fisco-bcos.ip")}:${properties.get("block.chain.channelPort")}`;
}

function chainGroup(properties: Properties): number {
  return Number(properties.get("block.chain.group_id"));
}

/** Host and port of a `mongodb://` address. @throws Error for anything else */
export function mongoAddress(key: string, uri: string): { readonly host: string; readonly port: number } {
  const [, host, port = "27017"] =
    /^mongodb:\/\/(?:[^@/]+@)?([A-Za-z0-9.-]+)(?::(\d+))?(?:[/?].*)?$/.exec(uri) ?? [];
  if (host === undefined) throw new Error(`${key}=${uri}: not mongodb://host:port/…`);
  return { host, port: Number(port) };
}

async function withMysql<T>(properties: Properties, use: (mysql: Mysql) => Promise<T>): Promise<T> {
  const value = (name: string) => properties.get(`db.mysql.${name}`) ?? "";
  const mysql = await Mysql.open({
    host: value("host"),
    port: Number(value("port")),
    user: value("username"),
    password: value("password"),
    database: value("database"),
  });
  try {
    return await use(mysql);
  } finally {
    mysql.close();
  }
}

async function afterwards(service: Service, properties: Properties, place: Place, log: Say): Promise<void> {
  if (service.afterwards === "create member id") {
    await withMysql(properties, async (mysql) => {
      const rows = await mysql.query(`SELECT \`value\` FROM global_config WHERE ${memberId}`);
      if (rows.length > 0) return;
      const id = randomBytes(16).toString("hex");
      await mysql.query(
        `INSERT INTO global_config (id, \`group\`, \`name\`, \`value\`) VALUES (${literal(randomBytes(16).toString("hex"))}, 'member_info', 'member_id', ${literal(id)})`,
      );
      log("INFO", `member id ${id} created`);
    });
  }
  if (service.afterwards !== "register node") return;
  const chain = await openChain(
    chainPeer(properties),
    properties.get("block.chain.certPath") ?? "",
    chainGroup(properties),
    ["UnionNodeContract"],
  );
  try {
    const [contract] = (await chain.names("UnionNodeContract")).slice(-1);
    if (!contract) throw new Error("no UnionNodeContract");
    await chain.send({ to: contract.address, data: "0x00" }, place.receiptSeconds);
    log("INFO", "UnionNode contract insert transaction: success");
  } catch (error) {
    if (!(error instanceof ReceiptTimeout)) throw error;
    throw new Error(
      `transaction error，blockchain response error: ${error.message} (return_code ${error.code})`,
    );
  } finally {
    chain.close();
  }
}

/** What `alive` answers, with the fields of WeFe's own (manual 3.3). */
const alive = JSON.stringify({ code: 0, data: null, message: null, spend: 1 });

async function listen(
  listener: Listener,
  properties: Properties,
): Promise<Server | ReturnType<typeof createTcpServer>> {
  const server =
    listener.kind === "tcp"
      ? createTcpServer((socket) => socket.on("error", () => undefined).resume())
      : createServer((incoming, outgoing) => {
          if (listener.kind === "proxy")
            return pass(incoming, outgoing, routes(properties.get("gateway.routes") ?? ""));
          const path = incoming.url?.split("?")[0];
          outgoing.writeHead(path === listener.alive ? 200 : 404, { "content-type": "application/json" });
          outgoing.end(
            path === listener.alive ? alive : JSON.stringify({ code: 404, message: `no such path: ${path}` }),
          );
        });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new Error(`port ${listener.port}: ${error.message}`)));
    server.listen(listener.port, "0.0.0.0", resolve);
  });
  return server;
}

/** Reads `gateway.routes`: `/iam/=host:port,/board-service/=host:port`. @throws Error for anything else */
export function routes(
  text: string,
): readonly { readonly prefix: string; readonly host: string; readonly port: number }[] {
  return text.split(",").map((route) => {
    const [, prefix, host, port] = /^(\/[a-z-]+\/)=([A-Za-z0-9.-]+):(\d+)$/.exec(route.trim()) ?? [];
    if (prefix === undefined || host === undefined)
      throw new Error(`gateway.routes: ${route} is not /path/=host:port`);
    return { prefix, host, port: Number(port) };
  });
}

type Handler = Parameters<typeof createServer>[1] & {};

function pass(
  incoming: Parameters<Handler>[0],
  outgoing: Parameters<Handler>[1],
  table: ReturnType<typeof routes>,
): void {
  const path = incoming.url ?? "/";
  const route = table.find(({ prefix }) => path.startsWith(prefix));
  if (!route) {
    outgoing.writeHead(404).end();
    return;
  }
  const onward = request(
    {
      host: route.host,
      port: route.port,
      path,
      method: incoming.method,
      headers: incoming.headers,
      timeout: 10_000,
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on("timeout", () => onward.destroy());
  onward.on("error", () => {
    if (!outgoing.headersSent) outgoing.writeHead(502);
    outgoing.end();
  });
  incoming.pipe(onward);
}
