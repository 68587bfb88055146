import type { OrderingSettings } from "../../../config/fabric/schema.js";
import { type Rule, repeated } from "../../rules/rule.js";

/** `myid` and `broker.id` are unique in their cluster: a second member with the id is refused by the first. */
export const idTwice: Rule<OrderingSettings> = {
  id: "id-twice",
  severity: "error",
  holds: "`myid` and `broker.id` are unique in their cluster",
  source: "ZooKeeper and Kafka docs",
  check(ordering, at) {
    return (["zookeeper", "kafka"] as const).flatMap((cluster) =>
      repeated(Object.entries(ordering[cluster]), ([, { id }]) => String(id)).flatMap(([first, ...others]) =>
        others.map(([name, { id }]) =>
          at([cluster, name, "id"], {
            message: "the id of another member",
            found: `${id}, which is also ${first?.[0]}`,
            allowed: `an id of its own; taken: ${Object.values(ordering[cluster])
              .map((member) => member.id)
              .sort((a, b) => a - b)
              .join(", ")}`,
            remedy: "give the newer member a free id; a member with data keeps the one it has",
          }),
        ),
      ),
    );
  },
};
