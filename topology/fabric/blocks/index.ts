export { anchorUpdate } from "./anchors.js";
export { type BlockIdentity, readBlock } from "./block.js";
export { type Batch, consortiumName, type FabricVersion, type Ordering } from "./channel-groups.js";
export { type ChannelCreation, channelCreation } from "./creation.js";
export type { Origin } from "./envelope.js";
export { type Genesis, type GenesisOrigin, genesisBlock } from "./genesis.js";
export type { PublicOrganization } from "./msp.js";
export { parseSignaturePolicy, type SignatureGate, type SignatureTree } from "./policy-text.js";
export { type Anchor, type ChannelConfig, type ChannelOrganization, readChannelConfig } from "./read.js";
