/** Where a peer stands and listens; all are placed before any is planned, because they name each other. */
export interface PlacedPeer {
  readonly name: string;
  readonly organization: string;
  readonly server: string;
  readonly address: string;
  readonly logLevel: string;
  readonly grpc: number;
  readonly chaincode: number;
  readonly operations: number;
  readonly chaincodeHost: string;
  readonly anchor: boolean;
}
