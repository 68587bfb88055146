import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import type { Change } from "./diff.js";
import type { Refusal } from "./kind.js";
import { toStruct } from "./struct.js";
import type { Props } from "./values.js";

/** The engine's answer to Check. */
export function checkResponse(inputs: Props, refusals: readonly Refusal[]): rpc.CheckResponse {
  const response = new rpc.CheckResponse();
  response.setInputs(toStruct(inputs));
  for (const { property, reason } of refusals) {
    const refusal = new rpc.CheckFailure();
    refusal.setProperty(property);
    refusal.setReason(reason);
    response.addFailures(refusal);
  }
  return response;
}

/** Kinds of change in the protocol: in place, and by replacement. */
const changeKinds = {
  add: [rpc.PropertyDiff.Kind.ADD, rpc.PropertyDiff.Kind.ADD_REPLACE],
  delete: [rpc.PropertyDiff.Kind.DELETE, rpc.PropertyDiff.Kind.DELETE_REPLACE],
  update: [rpc.PropertyDiff.Kind.UPDATE, rpc.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

/** The engine's answer to Diff. */
export function diffResponse(changes: readonly Change[], deleteBeforeReplace: boolean): rpc.DiffResponse {
  const response = new rpc.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  for (const { path, kind, replace } of changes) {
    const top = path.split(/[.[]/)[0] ?? path;
    const detail = new rpc.PropertyDiff();
    detail.setKind(changeKinds[kind][replace ? 1 : 0]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
    if (!response.getDiffsList().includes(top)) response.addDiffs(top);
    if (replace && !response.getReplacesList().includes(top)) response.addReplaces(top);
  }
  response.setDeletebeforereplace(deleteBeforeReplace && response.getReplacesList().length > 0);
  return response;
}
