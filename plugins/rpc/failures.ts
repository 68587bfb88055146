import grpc from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import anyMessage from "google-protobuf/google/protobuf/any_pb.js";
import { toStruct } from "./struct.js";
import type { Props } from "./values.js";

/** A plain gRPC error. */
export function failure(
  message: string,
  code: grpc.status = grpc.status.UNKNOWN,
): Partial<grpc.StatusObject> {
  return { code, details: message };
}

/**
 * The error by which the engine learns that a resource exists but is not as it should be:
 * it records the resource together with the reason, and the next run calls Update.
 */
export function initFailure(
  id: string,
  outputs: Props,
  inputs: Props,
  reason: string,
): Partial<grpc.StatusObject> {
  const detail = new provider.ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(toStruct(outputs));
  detail.setInputs(toStruct(inputs));
  detail.addReasons(reason);
  const any = new anyMessage.Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rich = new status.Status();
  rich.setCode(grpc.status.UNKNOWN);
  rich.setMessage(reason);
  rich.addDetails(any);
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: reason, metadata };
}

/** An error that is told to the engine with its details. */
export class RpcFailure extends Error {
  readonly status: Partial<grpc.StatusObject>;
  constructor(status: Partial<grpc.StatusObject>) {
    super(status.details ?? "");
    this.status = status;
  }
}
