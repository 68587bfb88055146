import { expect, test } from "vitest";
import { classify, passes } from "./failures.js";
import { afterInit, initState } from "./init.js";

/** Texts as Fabric 2.5 wrote them on a lab network, shortened. */
test.each([
  ["Error: can't read the block: &{NOT_FOUND}", "no-channel"],
  [
    `Error: endorsement failure during query. response: status:500 message:"channel 'nochan' not found"`,
    "no-channel",
  ],
  ["Error: query failed with status: 404 - namespace nope is not defined", "no-definition"],
  [
    "Error: query failed with status: 500 - failed to invoke backing implementation of 'QueryApprovedChaincodeDefinition': could not fetch approved chaincode definition (name: 'mycc', sequence: '9') on channel 'mychannel'",
    "no-definition",
  ],
  [
    "Error: got unexpected status: SERVICE_UNAVAILABLE -- backing Kafka cluster has not completed booting; try again later",
    "unavailable",
  ],
  [
    "Error: got unexpected status: BAD_REQUEST -- error applying config update to existing channel 'mychannel': error authorizing update: error validating ReadSet: proposed update requires that key [Group]  /Channel/Application be at version 0, but it is currently at version 1",
    "outdated",
  ],
  [
    "Error: proposal failed with status: 500 - failed to invoke backing implementation of 'CommitChaincodeDefinition': requested sequence is 1, but new definition must be sequence 2",
    "outdated",
  ],
  [
    "Error: proposal failed with status: 500 - attempted to redefine uncommitted sequence (1) for namespace mycc with unchanged content",
    "already",
  ],
  [
    "Error: proposal failed with status: 500 - attempted to redefine the current committed sequence (1) for namespace mycc with different parameters: Version '1.0' != '1.1'",
    "other",
  ],
  [
    "Error: chaincode install failed with status: 500 - failed to invoke backing implementation of 'InstallChaincode': chaincode already successfully installed",
    "already",
  ],
  [
    "Error: proposal failed (err: bad proposal response 500: cannot create ledger from genesis block: ledger [mychannel] already exists with state [ACTIVE])",
    "already",
  ],
  [
    `Error: endorsement failure during invoke. response: status:500 message:"invalid invocation: chaincode 'mycc' has not been initialized for this version, must call as init first"`,
    "not-initialized",
  ],
  [
    `Error: endorsement failure during invoke. response: status:500 message:"invalid invocation: chaincode 'mycc' is already initialized but called as init"`,
    "initialized",
  ],
  [
    `Error: endorsement failure during query. response: status:500 message:"error in simulation: failed to execute transaction: could not launch chaincode mycc_1.0:d9: connection to mycc_1.0:d9 failed: error cannot create connection: error creating grpc connection to 127.0.0.1:9999: context deadline exceeded"`,
    "chaincode-away",
  ],
  [
    "Error: failed to create deliver client for orderer: orderer client failed to connect to orderer0.example.com:7050: failed to create new connection: context deadline exceeded",
    "unreachable",
  ],
  [
    "Error: error getting endorser client for channel: endorser client failed to connect to peer0.org1.example.com:7051: connection refused",
    "unreachable",
  ],
  ["Error: error sending transaction for invoke: could not send: EOF", "unknown-outcome"],
  [
    "Error: error sending transaction for invoke: got unexpected status: SERVICE_UNAVAILABLE -- rejected by Consenter",
    "unavailable",
  ],
  ["Error: timed out waiting for txid on all peers", "unknown-outcome"],
  ["Error: transaction invalidated with status (MVCC_READ_CONFLICT)", "conflict"],
  [`Error: endorsement failure during invoke. response: status:500 message:"no account Z"`, "other"],
] as const)("%s: %s", (text, failure) => expect(classify(`${text}\n`)).toBe(failure));

test.each([
  ["unreachable", true],
  ["unavailable", true],
  ["unknown-outcome", false],
  ["conflict", false],
  ["other", false],
] as const)("after %s the same command may simply be sent again: %s", (failure, again) => {
  expect(passes(failure)).toBe(again);
});

test.each([
  [undefined, "done"],
  ["other", "done"],
  ["chaincode-away", "done"],
  ["not-initialized", "needed"],
  ["unreachable", "unknown"],
  ["no-definition", "unknown"],
] as const)("a question that ends with %s: init is %s", (failure, state) =>
  expect(initState(failure)).toBe(state),
);

test.each([
  ["initialized", "done"],
  ["chaincode-away", "again"],
  ["unknown-outcome", "again"],
  ["conflict", "again"],
  ["other", "failed"],
] as const)("an init that ends with %s: %s", (failure, next) => expect(afterInit(failure)).toBe(next));
