import type { ImageGroup } from "../lab/images/catalog.js";

/** A network that the demo makes on lab hosts of this machine. */
export interface Demo {
  /** What it shows, for `--help`. */
  readonly shows: string;
  /** Its file is `Pulumi.<stack>.yaml`. */
  readonly stack: string;
  /** Arguments of `npm run lab -- up`. */
  readonly hosts: readonly string[];
  /** Images that the set-up does not build, and the vendor's package where the stack names one. */
  readonly needs: readonly (readonly ["images", ImageGroup] | readonly ["wefe-package"])[];
  /** What proves it afterwards: a title, and arguments of `./consortium`. */
  readonly proof: { readonly title: string; readonly args: readonly string[] };
}

/** The demos by the name that `npm run demo` takes. */
export const demos: Readonly<Record<string, Demo>> = {
  fabric: {
    shows: "Fabric on Kafka, 3 organisations on 4 hosts",
    stack: "dev",
    hosts: ["--hosts", "4"],
    needs: [],
    proof: {
      title: "verify --write: a transfer, read at the other organisation",
      args: ["verify", "--write"],
    },
  },
  fisco: {
    shows: "a chain of FISCO BCOS 2.9, 4 nodes on 4 hosts (node and console are stand-ins)",
    stack: "fisco4",
    hosts: ["--names", "f1,f2,f3,f4", "--promise", "disk=60GiB"],
    needs: [["images", "fisco"]],
    proof: { title: "status: the chain's sealers and their heights", args: ["status"] },
  },
  wefe: {
    shows: "WeFe, a union with its chain and a member on 2 hosts (what is closed is stand-ins)",
    stack: "wefe-demo",
    hosts: ["--names", "u1,m1", "--promise", "cpus=9,memory=36GiB,disk=300GiB"],
    needs: [["wefe-package"]],
    proof: { title: "status: union, member and chain", args: ["status"] },
  },
};
