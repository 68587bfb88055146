/** Ports of which somebody else's use is known, by service and number: who dials them stands in topology/flows.ts. */
const known: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  "wefe-union-service": { 8086: "union" },
  "wefe-manager-service": { 8085: "manager" },
  "wefe-manager-website": { 85: "manager-pages" },
  "iam-portal-web": { 80: "portal" },
  "wefe-gateway": { 50051: "gateway-internal", 50052: "gateway" },
  "wefe-serving-service": { 8083: "serving" },
  "wefe-flsql-service": { 51053: "query" },
};

/** How a plan calls a port that a service publishes. */
export function portName(service: string, published: number, written: string | undefined): string {
  return known[service]?.[published] ?? written ?? `tcp-${published}`;
}
