import { check } from "./check.js";
import { drift } from "./drift.js";
import { env } from "./env.js";
import { events } from "./events.js";
import { exec } from "./exec.js";
import { firewall } from "./firewall.js";
import { forget } from "./forget.js";
import { hibernate } from "./hibernate.js";
import { images } from "./images.js";
import { logs } from "./logs.js";
import { init, verify, wefePackage } from "./networks.js";
import { plan } from "./plan.js";
import { ps } from "./ps.js";
import { purge } from "./purge.js";
import { repair } from "./repair.js";
import { restart } from "./restart.js";
import { start } from "./start.js";
import { stats } from "./stats.js";
import { status } from "./status.js";
import { stop } from "./stop.js";
import { validate } from "./validate.js";
import type { Verb } from "./verb.js";
import { wake } from "./wake.js";

/** The verbs in the order in which `--help` lists them. */
export const verbs: readonly Verb[] = [
  init,
  validate,
  wefePackage,
  check,
  plan,
  verify,
  status,
  ps,
  logs,
  exec,
  stats,
  images,
  drift,
  restart,
  stop,
  start,
  hibernate,
  wake,
  repair,
  purge,
  forget,
  events,
  firewall,
  env,
];
