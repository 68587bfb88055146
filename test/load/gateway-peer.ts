import { createPrivateKey } from "node:crypto";
import * as grpc from "@grpc/grpc-js";
import { connect, type Gateway, hash, type Signer, signers } from "@hyperledger/fabric-gateway";
import { gateway as gatewayProto, msp, peer } from "@hyperledger/fabric-protos";
import type { FabricNode, OperatedOrganization } from "../../steps/fabric/specs.js";

/** Somebody who signs: a person of an organisation. */
export interface Person {
  readonly mspId: string;
  /** PEM. */
  readonly certificate: string;
  /** Private key, PEM. */
  readonly key: string;
}

/** A peer as an application dials it: the node, and the CA that its TLS certificate must come from. */
export interface DialledPeer extends FabricNode {
  /** PEM. */
  readonly tlsCaCertificate: string;
}

/** Seconds that each call may take. A healthy network on two cores answers each within one; a commit waits for a block. */
export const callSeconds = { endorse: 10, submit: 10, status: 15, query: 10 } as const;

/** A transaction that peers have endorsed and no orderer has seen. */
export interface Endorsed {
  getTransactionId(): string;
  /** Sends it to the orderers. @throws Error when none said that it took it; one may have taken it all the same */
  submit(): Promise<unknown>;
}

/** A person's connection to one peer, for the peer's Gateway service and for questions to that very peer. */
export class GatewayPeer {
  readonly name: string;
  readonly #client: grpc.Client;
  readonly #gateway: Gateway;
  readonly #signer: Signer;
  readonly #person: Person;

  constructor(node: DialledPeer, person: Person) {
    this.name = node.name;
    this.#person = person;
    this.#client = new grpc.Client(
      `${node.address}:${node.port}`,
      grpc.credentials.createSsl(Buffer.from(node.tlsCaCertificate)),
      {
        "grpc.ssl_target_name_override": node.name,
        "grpc.default_authority": node.name,
        // A peer that came back is used again at once, not after grpc's two minutes.
        "grpc.initial_reconnect_backoff_ms": 500,
        "grpc.max_reconnect_backoff_ms": 2_000,
      },
    );
    this.#signer = signers.newPrivateKeySigner(createPrivateKey(person.key));
    this.#gateway = connect({
      client: this.#client,
      identity: { mspId: person.mspId, credentials: Buffer.from(person.certificate) },
      signer: this.#signer,
      hash: hash.sha256,
      endorseOptions: () => within(callSeconds.endorse),
      submitOptions: () => within(callSeconds.submit),
      commitStatusOptions: () => within(callSeconds.status),
    });
  }

  /** Has a call endorsed. @throws GatewayError: nothing was sent to an orderer */
  async endorse(channel: string, chaincode: string, call: readonly [string, ...string[]]): Promise<Endorsed> {
    const [name, ...args] = call;
    const proposal = this.#gateway
      .getNetwork(channel)
      .getContract(chaincode)
      .newProposal(name, { arguments: args });
    return await proposal.endorse();
  }

  /**
   * Waits until this peer has the transaction in its ledger.
   * @returns its validation code as Fabric numbers them, 0 is VALID
   * @throws GatewayError when it does not come within the time of one call
   */
  async commitStatus(channel: string, transactionId: string): Promise<number> {
    const creator = new msp.SerializedIdentity();
    creator.setMspid(this.#person.mspId);
    creator.setIdBytes(Buffer.from(this.#person.certificate));
    const request = new gatewayProto.CommitStatusRequest();
    request.setChannelId(channel);
    request.setTransactionId(transactionId);
    request.setIdentity(creator.serializeBinary());
    const signed = new gatewayProto.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    const unsigned = this.#gateway.newCommit(signed.serializeBinary());
    return (await unsigned.getStatus()).code;
  }

  /**
   * Asks the chaincode at this very peer, past its Gateway service, which would choose a peer itself.
   * @returns the answer, or the chaincode's own refusal
   */
  async query(
    channel: string,
    chaincode: string,
    call: readonly [string, ...string[]],
  ): Promise<{ readonly answer: string } | { readonly refused: string }> {
    const [name, ...args] = call;
    const proposal = this.#gateway
      .getNetwork(channel)
      .getContract(chaincode)
      .newProposal(name, { arguments: args });
    const unsigned = gatewayProto.ProposedTransaction.deserializeBinary(proposal.getBytes()).getProposal();
    if (!unsigned) throw new Error("the proposal is empty");
    unsigned.setSignature(await this.#signer(proposal.getDigest()));
    const response = (await this.#endorser(unsigned)).getResponse();
    const payload = Buffer.from(response?.getPayload_asU8() ?? []).toString();
    return response?.getStatus() === 200
      ? { answer: payload }
      : { refused: `${response?.getStatus() ?? "no status"} ${response?.getMessage() ?? ""}` };
  }

  close(): void {
    this.#gateway.close();
    this.#client.close();
  }

  #endorser(proposal: peer.SignedProposal): Promise<peer.ProposalResponse> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        "/protos.Endorser/ProcessProposal",
        (message: peer.SignedProposal) => Buffer.from(message.serializeBinary()),
        (bytes: Buffer) => peer.ProposalResponse.deserializeBinary(bytes),
        proposal,
        new grpc.Metadata(),
        within(callSeconds.query),
        (error, response) => {
          if (error) reject(error);
          else if (response) resolve(response);
          else reject(new Error("an empty answer"));
        },
      );
    });
  }
}

/** The peers of an organisation as an application dials them. */
export function peersOf(organization: OperatedOrganization): DialledPeer[] {
  const { tlsCaCertificate, peers } = organization;
  return peers.map((node) => ({ ...node, tlsCaCertificate }));
}

function within(seconds: number): grpc.CallOptions {
  return { deadline: Date.now() + seconds * 1000 };
}
