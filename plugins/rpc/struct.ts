import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Props } from "./values.js";

/** The properties in a protobuf struct; none when there is no struct. */
export function fromStruct(message: struct.Struct | undefined): Props {
  return (message?.toJavaScript() ?? {}) as Props;
}

/** The properties as a protobuf struct. */
export function toStruct(props: Props): struct.Struct {
  return struct.Struct.fromJavaScript(props as Parameters<typeof struct.Struct.fromJavaScript>[0]);
}
