import { expect, test } from "vitest";
import { findingsOf, readKeys } from "./testing.js";

const one = (published: number, target: number) => ({ published, target });

test.each([
  { port: '"8080:80"', ports: [one(8080, 80)] },
  { port: "8080:80/tcp", ports: [one(8080, 80)] },
  { port: '"50051-50052:50051-50052"', ports: [one(50_051, 50_051), one(50_052, 50_052)] },
  { port: '"127.0.0.1:8001:8001"', ports: [{ address: "127.0.0.1", ...one(8001, 8001) }] },
  {
    port: '"127.0.0.1:5000-5001:6000-6001"',
    ports: [
      { address: "127.0.0.1", ...one(5000, 6000) },
      { address: "127.0.0.1", ...one(5001, 6001) },
    ],
  },
  { port: '"0.0.0.0:80:80"', ports: [one(80, 80)] },
  { port: '"[::1]:6001:6001"', ports: [{ address: "::1", ...one(6001, 6001) }] },
  { port: '"::1:6000:6000"', ports: [{ address: "::1", ...one(6000, 6000) }] },
  { port: "{ target: 80, published: 8080 }", ports: [one(8080, 80)] },
  {
    port: '{ target: 80, published: "8080", host_ip: 10.0.0.1, name: web, protocol: tcp }',
    ports: [{ address: "10.0.0.1", ...one(8080, 80), name: "web" }],
  },
])("$port", ({ port, ports }) => {
  expect(readKeys(`ports:\n  - ${port}`).ports).toEqual(ports);
});

test.each([
  { port: '"53:53/udp"', message: "publishes udp" },
  { port: "{ target: 53, published: 53, protocol: udp }", message: "publishes udp" },
  { port: '"3000"', message: "lets Docker choose the server's port, which nobody then knows" },
  { port: "3000", message: "lets Docker choose the server's port, which nobody then knows" },
  { port: '"127.0.0.1::80"', message: "lets Docker choose the server's port, which nobody then knows" },
  { port: "{ target: 80 }", message: "lets Docker choose the server's port, which nobody then knows" },
  { port: '"8000-9000:80"', message: "has ranges of different length" },
  { port: '"80:http"', message: "is no port" },
  { port: '"70000:80"', message: "is no port" },
  { port: "{ published: 80 }", message: "has no target" },
])("$port is refused: $message", ({ port, message }) => {
  expect(findingsOf(`ports:\n  - ${port}`)).toMatchObject([
    { path: "wefe.package: board/docker-compose.yml:5 services.board.ports[0]", message },
  ]);
});

test("one port of the server for two of the container is refused", () => {
  expect(findingsOf('ports: ["80:80", "80:81"]')).toMatchObject([{ message: "publishes 80 twice" }]);
});

test("a service on the server's own network publishes nothing", () => {
  expect(findingsOf('network_mode: host\nports: ["80:80"]')).toMatchObject([
    { message: "publishes ports of a service on the server's own network" },
  ]);
});
