import { describe, expect, test } from "vitest";
import { overlayNginx } from "./nginx.js";

const file = "iam-portal-web/webapp.conf";

/** A configuration of our own making, with what the manual's picture shows of the vendor's. */
const text = `server {
    listen 80;  # location /manager-website/ { proxy_pass http://nobody; }
    location /portal/ { root /opt; }
    location /manager-website/ {
        proxy_set_header Host $host;
        proxy_pass http://host.service:85/manager-website/;
    }
    location ^~ /manager-service/ {
        if ($request_method = OPTIONS) { return 204; }
        proxy_pass "http://host.service:8088";
    }
    location /board-service/ { proxy_pass http://host.service:8088; }
}
`;

test("host and port of the named locations are set, and nothing else", () => {
  const result = overlayNginx(file, text, [
    { location: "manager-website", host: "10.0.0.9", port: "kept" },
    { location: "manager-service", host: "10.0.0.9", port: 8085 },
  ]);
  expect(result.text).toBe(
    text
      .replace("http://host.service:85/manager-website/", "http://10.0.0.9:85/manager-website/")
      .replace('"http://host.service:8088"', '"http://10.0.0.9:8085"'),
  );
  expect(result.changes).toEqual([
    { file, key: "location /manager-website/ proxy_pass", from: "host.service:85", to: "10.0.0.9:85" },
    { file, key: "location /manager-service/ proxy_pass", from: "host.service:8088", to: "10.0.0.9:8085" },
  ]);
  expect(result.findings).toEqual([]);
});

test("what is there already is no change", () => {
  const { changes, text: same } = overlayNginx(file, text, [
    { location: "board-service", host: "host.service", port: "kept" },
  ]);
  expect({ changes, same }).toEqual({ changes: [], same: text });
});

describe("how locations are written", () => {
  test.each([
    "location /manager-service { proxy_pass http://a:1; }",
    "location = /manager-service/ { proxy_pass http://a:1; }",
    "location ~* ^/manager-service/(.*)$ { proxy_pass http://a:1/$1; }",
    "location ~ '^/api/manager-service/' { proxy_pass http://a:1; }",
    "location /manager-service/ { limit_except GET { deny all; } proxy_pass https://a:1; }",
    "location /manager-service/\n{\n  proxy_pass\n    http://a:1;\n}",
    "location /manager-service/ { if ($x) { proxy_pass http://a:1; } }",
  ])("%s", (written) => {
    const upstream = { location: "manager-service", host: "10.0.0.9", port: 8085 };
    expect(overlayNginx(file, written, [upstream]).text).toBe(written.replace("a:1", "10.0.0.9:8085"));
  });

  test("a port that is not written is the scheme's, and may be added", () => {
    const written = "location /a/ { proxy_pass http://host.service/b; }";
    expect(overlayNginx(file, written, [{ location: "a", host: "h", port: "kept" }]).text).toContain(
      "http://h/b;",
    );
    expect(overlayNginx(file, written, [{ location: "a", host: "h", port: 85 }]).text).toContain(
      "http://h:85/b;",
    );
  });
});

test.each([
  { servers: "server host.service:85;", port: "kept", to: "http://10.0.0.9:85/a/" },
  { servers: "server host.service:85 max_fails=3; keepalive 8;", port: "kept", to: "http://10.0.0.9:85/a/" },
  { servers: "server host.service;", port: "kept", to: "http://10.0.0.9:80/a/" },
  { servers: "server a:1; server b:2;", port: 8085, to: "http://10.0.0.9:8085/a/" },
] as const)("an upstream with $servers and port $port", ({ servers, port, to }) => {
  const written = `upstream web { ${servers} }\nserver { location /a/ { proxy_pass http://web/a/; } }`;
  const result = overlayNginx(file, written, [{ location: "a", host: "10.0.0.9", port }]);
  expect(result.findings).toEqual([]);
  expect(result.text).toBe(written.replace("http://web/a/", to));
});

test.each(["server a:85; server b:85;", "server unix:/run/web.sock;", "", "server [::1]:85;"])(
  "of an upstream with %s no port can be kept",
  (servers) => {
    const written = `upstream web { ${servers} }\nserver { location /a/ { proxy_pass http://web/a/; } }`;
    const result = overlayNginx(file, written, [{ location: "a", host: "10.0.0.9", port: "kept" }]);
    expect(result.text).toBe(written);
    expect(result.findings).toMatchObject([
      { rule: "overlay-place", message: "names no host that could be replaced" },
    ]);
  },
);

test.each([
  {
    written: "location /other/ { proxy_pass http://a:1; }",
    message: /^the file has no proxy_pass in a location/,
  },
  {
    written: "location /manager-service-old/ { proxy_pass http://a:1; }",
    message: /^the file has no proxy_pass/,
  },
  {
    written: "# location /manager-service/ { proxy_pass http://a:1; }",
    message: /^the file has no proxy_pass/,
  },
  { written: "location /manager-service/ { return 404; }", message: /^the file has no proxy_pass/ },
  { written: "location /manager-service/ { proxy_pass $backend; }", message: /^names no host/ },
  { written: "location /manager-service/ { proxy_pass http://${backend}:80; }", message: /^names no host/ },
])("$written is told", ({ written, message }) => {
  const result = overlayNginx(file, written, [{ location: "manager-service", host: "10.0.0.9", port: 8085 }]);
  expect(result.text).toBe(written);
  expect(result.findings).toMatchObject([{ rule: "overlay-place", severity: "error" }]);
  expect(result.findings[0]?.message).toMatch(message);
});
