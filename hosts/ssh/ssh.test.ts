import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Duplex } from "node:stream";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrokerServer, serveBroker } from "./broker.js";
import { brokerLink } from "./broker-link.js";
import { dial } from "./dial.js";
import type { Link } from "./link.js";
import { SshPool } from "./pool.js";
import type { SshTarget } from "./target.js";
import { newKey, startAgent, startServer, type TestAgent, type TestServer } from "./test-server.js";
import { haveSshd, startSshd } from "./test-sshd.js";

let agent: TestAgent;
const savedAgent = process.env.SSH_AUTH_SOCK;
beforeAll(async () => {
  agent = await startAgent();
});
afterAll(async () => {
  await agent.close();
});
afterEach(() => {
  if (savedAgent === undefined) delete process.env.SSH_AUTH_SOCK;
  else process.env.SSH_AUTH_SOCK = savedAgent;
  delete process.env.CONSORTIUM_SSH_BROKER;
});

const servers = [
  { server: "ssh2's server", start: startServer },
  ...(haveSshd ? [{ server: "OpenSSH", start: startSshd }] : []),
];

describe.each(servers)("on $server", ({ start }) => {
  let server: TestServer;
  let pool: SshPool;
  let broker: BrokerServer;
  beforeAll(async () => {
    server = await start({ authorized: agent.publicKey });
    process.env.SSH_AUTH_SOCK = agent.socket;
    pool = new SshPool();
    broker = await serveBroker(pool);
  });
  afterAll(async () => {
    await broker.close();
    await pool.close();
    await server.close();
  });

  const links: { way: string; open: () => Promise<Link> }[] = [
    {
      way: "direct",
      open: async () => pool.link(server.target, { credentials: { agentSocket: agent.socket } }),
    },
    { way: "broker", open: () => brokerLink(broker.path, server.target) },
  ];

  describe.each(links)("through a $way link", ({ open }) => {
    let link: Link;
    beforeAll(async () => {
      process.env.SSH_AUTH_SOCK = agent.socket;
      link = await open();
    });

    test("standard output, standard error and exit status come apart", async () => {
      expect(await link.exec("echo out; echo err >&2; exit 7")).toEqual({
        code: 7,
        stdout: "out\n",
        stderr: "err\n",
      });
    });

    test("standard input arrives and ends", async () => {
      expect((await link.exec("cat; echo END", { stdin: "grüße\n" })).stdout).toBe("grüße\nEND\n");
      expect((await link.exec("wc -c", { stdin: new Uint8Array(3) })).stdout.trim()).toBe("3");
      expect((await link.exec("cat", { stdin: Readable.from(["a", "b"]) })).stdout).toBe("ab");
      expect((await link.exec("cat")).stdout).toBe("");
    });

    test("4 MiB go in and come out unchanged", async () => {
      const { code, stdout } = await link.exec("cat", { stdin: "0123456789abcdef".repeat(256 * 1024) });
      expect(code).toBe(0);
      expect(stdout.length).toBe(4 * 1024 * 1024);
      expect(stdout.slice(-16)).toBe("0123456789abcdef");
    });

    test("a command ended by a signal has status 128 + signal", async () => {
      expect((await link.exec("kill -9 $$")).code).toBe(137);
    });

    test("a command beyond its limit is stopped on the server and fails naming server and limit", async () => {
      const pids = (await link.exec("echo $$")).stdout;
      expect(pids.trim()).toMatch(/^\d+$/);
      await expect(link.exec("sleep 61", { timeoutSeconds: 0.3 })).rejects.toThrow(
        `${server.target.user}@127.0.0.1:${server.target.port}: the command did not end within 0.3 s and was stopped`,
      );
      expect((await link.exec("ps ax -o args= | grep -c '^slee[p] 61$'")).stdout.trim()).toBe("0");
    });

    test("a command that is aborted is stopped, at whatever moment: asked for, being started, running", async () => {
      const ends = [0, 1, 2, 4, 8, 16, 200].map(async (milliseconds) => {
        const abort = new AbortController();
        setTimeout(() => abort.abort(), milliseconds);
        await expect(link.exec("sleep 62", { signal: abort.signal })).rejects.toThrow(
          /the command was cancelled/,
        );
      });
      await Promise.all(ends);
      expect((await link.exec("ps ax -o args= | grep -c '^slee[p] 62$'")).stdout.trim()).toBe("0");
    });

    test("TCP of the server can be reached", async () => {
      const echo = createServer((socket) => socket.pipe(socket));
      const port = await listening(echo, { host: "127.0.0.1", port: 0 });
      const stream = await link.connectTcp("127.0.0.1", port);
      expect(await roundTrip(stream, "hello")).toBe("hello");
      echo.close();
    });

    test("a closed TCP port is an error that names it", async () => {
      const gone = createServer();
      const port = await listening(gone, { host: "127.0.0.1", port: 0 });
      await new Promise((resolve) => gone.close(resolve));
      await expect(link.connectTcp("127.0.0.1", port)).rejects.toThrow(
        `cannot open a TCP connection to 127.0.0.1:${port}`,
      );
    });

    test("a Unix socket of the server can be reached", async () => {
      const directory = await mkdtemp(join(tmpdir(), "consortium-echo-"));
      const echo = createServer((socket) => socket.pipe(socket));
      await listening(echo, join(directory, "s"));
      const stream = await link.connectUnix(join(directory, "s"));
      expect(await roundTrip(stream, "docker")).toBe("docker");
      echo.close();
      await rm(directory, { recursive: true });
    });

    test("30 commands at once all run, though the server opens 10 sessions", async () => {
      const all = await Promise.all(Array.from({ length: 30 }, (_, i) => link.exec(`sleep 0.05; echo ${i}`)));
      expect(all.map((result) => Number(result.stdout))).toEqual(Array.from({ length: 30 }, (_, i) => i));
    });
  });

  test("everything above used one login for the direct links and one for the broker's", () => {
    expect(server.logins()).toBe(2);
  });

  test("a connection that broke is made again at the next use; the running command fails", async () => {
    const link = pool.link(server.target, { credentials: { agentSocket: agent.socket } });
    const running = link.exec("sleep 3");
    await link.exec("true");
    const failed = expect(running).rejects.toThrow(/the connection broke/);
    server.breakConnections();
    await failed;
    expect((await link.exec("echo again")).stdout).toBe("again\n");
  });

  test("through a jump host, each server shows its own pinned key", async () => {
    const jump = await startServer({ authorized: agent.publicKey });
    const link = pool.link(
      { ...server.target, jump: jump.target },
      { credentials: { agentSocket: agent.socket } },
    );
    expect((await link.exec("echo behind")).stdout).toBe("behind\n");
    expect(jump.logins()).toBe(1);
    await expect(
      pool
        .link(
          { ...server.target, jump: { ...jump.target, hostKey: newKey().public } },
          { credentials: { agentSocket: agent.socket } },
        )
        .exec("true"),
    ).rejects.toThrow(`${jump.target.user}@127.0.0.1:${jump.target.port}: host key mismatch`);
    await jump.close();
  });

  test("another host key of the same type is refused before any login, with both fingerprints", async () => {
    const before = server.logins();
    const wrong = {
      ...server.target,
      hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
    };
    process.env.SSH_AUTH_SOCK = agent.socket;
    await expect(dial(wrong)).rejects.toThrow(
      /host key mismatch: expected ssh-ed25519 SHA256:\+DiY3wvvV6TuJJhbpZisF\/zLDA0zPMSvHdkr4UvCOqU, seen ssh-ed25519 SHA256:[A-Za-z0-9+/]{43}\. /,
    );
    expect(server.logins()).toBe(before);
  });

  test("a server without a key of the pinned type is a host key mismatch", async () => {
    const ecdsa =
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=";
    process.env.SSH_AUTH_SOCK = agent.socket;
    await expect(dial({ ...server.target, hostKey: ecdsa })).rejects.toThrow(
      /host key mismatch: expected ecdsa-sha2-nistp256 SHA256:p2QAMXNIC1TJYWeIOttrVc98\/R1BUFWu3\/LiyKgUfQM, seen no key of that type/,
    );
  });

  test("a key the server does not know is an error that names the tried key", async () => {
    const stranger = await startAgent();
    process.env.SSH_AUTH_SOCK = stranger.socket;
    await expect(dial(server.target)).rejects.toThrow(
      /the server accepted none of our logins \(tried agent key SHA256:[A-Za-z0-9+/]{43}\)/,
    );
    await stranger.close();
  });

  test("dial uses the broker that CONSORTIUM_SSH_BROKER names", async () => {
    process.env.CONSORTIUM_SSH_BROKER = broker.path;
    process.env.SSH_AUTH_SOCK = agent.socket;
    const first = await dial(server.target);
    expect((await first.exec("echo shared")).stdout).toBe("shared\n");
    const before = server.logins();
    const second = await dial(server.target);
    expect((await second.exec("echo again")).stdout).toBe("again\n");
    await first.close();
    expect((await second.exec("echo still")).stdout).toBe("still\n");
    expect(server.logins()).toBe(before);
  });

  test("the broker's socket is for its user alone", async () => {
    expect((await stat(broker.path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(broker.path))).mode & 0o777).toBe(0o700);
  });
});

describe("a server that lets only 3 sessions in", () => {
  test("refused sessions are tried again until they fit", async () => {
    const server = await startServer({ authorized: agent.publicKey, maxSessions: 3 });
    const pool = new SshPool();
    const link = pool.link(server.target, { credentials: { agentSocket: agent.socket } });
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => link.exec(`echo ${i}`)));
    expect(all.map((result) => Number(result.stdout))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    await pool.close();
    await server.close();
  });
});

describe("what cannot work says why", () => {
  const nowhere: SshTarget = { host: "127.0.0.1", port: 1, user: "root", hostKey: newKey().public };

  test("no agent", async () => {
    delete process.env.SSH_AUTH_SOCK;
    await expect(dial(nowhere)).rejects.toThrow(
      /^root@127\.0\.0\.1:1: there is no ssh agent \(SSH_AUTH_SOCK is not set\)\. Start one/,
    );
  });

  test("an agent that is gone", async () => {
    process.env.SSH_AUTH_SOCK = "/nonexistent/agent";
    await expect(dial(nowhere)).rejects.toThrow(/the ssh agent at \/nonexistent\/agent does not answer/);
  });

  test("a closed port, after the number of dials that was asked for", async () => {
    const pool = new SshPool();
    await expect(
      pool.connection(nowhere, { attempts: 3, credentials: { agentSocket: agent.socket } }),
    ).rejects.toThrow(/^root@127\.0\.0\.1:1: cannot be reached \(ECONNREFUSED\)\. .* \(tried 3 times\)$/);
  });

  test("a host key that cannot be read", async () => {
    await expect(new SshPool().connection({ ...nowhere, hostKey: "ssh-ed25519" })).rejects.toThrow(
      /^root@127\.0\.0\.1:1: the host key is not a public key of the form/,
    );
    await expect(new SshPool().connection({ ...nowhere, hostKey: "ssh-dss AAAA" })).rejects.toThrow(
      /has type ssh-dss/,
    );
  });

  test("a listener that says nothing, after the time for one dial", async () => {
    const silent = createServer(() => {});
    const port = await listening(silent, { host: "127.0.0.1", port: 0 });
    await expect(
      new SshPool().connection(
        { ...nowhere, port },
        { attempts: 1, perDialSeconds: 0.3, credentials: { agentSocket: agent.socket } },
      ),
    ).rejects.toThrow(/no SSH session within 0\.3 s/);
    silent.close();
  });

  test("a broker that is gone", async () => {
    process.env.CONSORTIUM_SSH_BROKER = "/nonexistent/broker";
    await expect(dial(nowhere)).rejects.toThrow(/the SSH broker at \/nonexistent\/broker does not answer/);
  });
});

async function listening(server: Server, at: string | { host: string; port: number }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(at, () => resolve()));
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

async function roundTrip(stream: Duplex, text: string): Promise<string> {
  const answer = new Promise<string>((resolve) =>
    stream.once("data", (chunk: Buffer) => resolve(chunk.toString())),
  );
  stream.resume();
  stream.write(text);
  const seen = await answer;
  stream.destroy();
  return seen;
}
