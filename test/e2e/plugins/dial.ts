/** What a gate does: reaches the server of `TARGET` through whatever connection there is. */
import { dial } from "../../../hosts/ssh/index.js";

const link = await dial(JSON.parse(process.env.TARGET ?? ""));
process.stdout.write((await link.exec("echo dialled")).stdout);
process.stdout.write(process.env.CONSORTIUM_SSH_BROKER === undefined ? "directly\n" : "through the broker\n");
await link.close();
