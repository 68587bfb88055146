import grpc from "@grpc/grpc-js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";

/** Shows a line beside a resource in the engine's output. */
export type EngineLog = (urn: string, severity: "info" | "warning" | "error", text: string) => void;

const severities = {
  info: engine.LogSeverity.INFO,
  warning: engine.LogSeverity.WARNING,
  error: engine.LogSeverity.ERROR,
};

/** Connects to the engine's log at its address; a log that cannot be reached is no error. */
export function connectEngineLog(address: string): { readonly log: EngineLog; close(): void } {
  const client = new engineService.EngineClient(address, grpc.credentials.createInsecure());
  return {
    log(urn, severity, text) {
      const request = new engine.LogRequest();
      request.setSeverity(severities[severity]);
      request.setUrn(urn);
      request.setMessage(text);
      client.log(request, () => {});
    },
    close: () => client.close(),
  };
}
