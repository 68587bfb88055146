import type { Trial } from "./trial.js";
import { containerRemoved } from "./trials/container-removed.js";
import { diskFull } from "./trials/disk-full.js";
import { hostDown } from "./trials/host-down.js";
import { hostLostInFirstUp } from "./trials/host-lost-in-first-up.js";
import { hostCut, hostsPowerCut, hostsRestarted } from "./trials/hosts.js";
import { interruptedRoll } from "./trials/interrupted-roll.js";
import { killFirstUp } from "./trials/kill-first-up.js";
import { brokerKilled, ordererKilled, peerKilled, zookeeperKilled } from "./trials/killed.js";
import { clockOff, wrongHostKey } from "./trials/refused.js";
import { brokersRolled, orderersRolled, restartedByVerb } from "./trials/rolled.js";
import { stockSshd } from "./trials/stock-sshd.js";

/** Every trial, in the order in which they run: the first ones leave the network that the others need. */
export const trials: readonly Trial[] = [
  killFirstUp,
  hostLostInFirstUp,
  wrongHostKey,
  clockOff,
  hostDown,
  interruptedRoll,
  brokerKilled,
  zookeeperKilled,
  ordererKilled,
  peerKilled,
  hostCut,
  hostsRestarted,
  hostsPowerCut,
  diskFull,
  containerRemoved,
  stockSshd,
  brokersRolled,
  orderersRolled,
  restartedByVerb,
];
