import { parseHostKey } from "../../hosts/ssh/host-key.js";
import type { Link } from "../../hosts/ssh/link.js";
import type { LinkOptions, SshPool } from "../../hosts/ssh/pool.js";
import type { SshCredentials, SshTarget } from "../../hosts/ssh/target.js";
import type { Fields } from "../rpc/fields.js";
import type { Refusal } from "../rpc/kind.js";

/** The link that a `connection` input describes. */
export function linkOf(pool: SshPool, connection: Fields): Link {
  const proxy = connection.object("proxy");
  const jumpLogin = proxy === undefined ? undefined : credentials(proxy);
  const options: LinkOptions = {
    attempts: connection.number("dialErrorLimit") ?? 10,
    perDialSeconds: connection.number("perDialTimeout") ?? 15,
    deadlineSeconds: Number.POSITIVE_INFINITY,
    ...present("credentials", credentials(connection)),
    ...present("jumpCredentials", jumpLogin),
  };
  return pool.link(
    { ...target(connection), ...(proxy === undefined ? {} : { jump: target(proxy) }) },
    options,
  );
}

/** What is wrong with a connection before it is used: a server without a pinned key is refused. */
export function checkConnection(connection: Fields | undefined): Refusal[] {
  if (connection === undefined) return [];
  const proxy = connection.object("proxy");
  return [
    ...checkKey(connection, "connection"),
    ...(proxy === undefined ? [] : checkKey(proxy, "connection.proxy")),
  ];
}

function checkKey(connection: Fields, at: string): Refusal[] {
  const property = `${at}.hostKey`;
  const key = connection.text("hostKey");
  if (key === undefined)
    return [
      {
        property,
        reason: `${property} is missing: the stand-in plugin talks to no server without its pinned key`,
      },
    ];
  try {
    parseHostKey(key);
    return [];
  } catch (error) {
    return [{ property, reason: `${property} ${error instanceof Error ? error.message : error}` }];
  }
}

function target(connection: Fields): SshTarget {
  return {
    host: connection.need("host"),
    port: connection.number("port") ?? 22,
    user: connection.text("user") ?? "root",
    hostKey: connection.need("hostKey"),
  };
}

function credentials(connection: Fields): SshCredentials | undefined {
  const login = {
    ...present("privateKey", connection.text("privateKey")),
    ...present("privateKeyPassphrase", connection.text("privateKeyPassword")),
    ...present("password", connection.text("password")),
    ...present("agentSocket", connection.text("agentSocketPath")),
  };
  return Object.keys(login).length === 0 ? undefined : login;
}

function present<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
}
