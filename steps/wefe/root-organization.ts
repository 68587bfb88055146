import type { Host } from "../../hosts/host.js";
import { commandLine, dial } from "../../hosts/ssh/index.js";
import { rootOrganizationId as id } from "../../topology/wefe/root-organization.js";
import type { Step } from "../step.js";

/** `wefe-root-organization`: the name of IAM's root organisation in a member's MySQL (manual 7.5). */
export interface RootOrganizationSpec {
  readonly step: "wefe-root-organization";
  readonly server: Host;
  /** MySQL's container. */
  readonly container: string;
  readonly name: string;
  /** Of the container: a new one is asked again, as its data may be new, too. */
  readonly id: string;
}

/**
 * Shell in MySQL's container that runs the SQL of its standard input and prints what is read, backslashes as they are. The
 * password is in the container's environment, and stays there: as an argument it would be in the process list.
 */
export const mysqlClient =
  'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" exec mysql --batch --raw --skip-column-names -uroot welab_iam';

/** Sets the name and proves it; run again it changes nothing. */
export const rootOrganization: Step<RootOrganizationSpec> = {
  async run({ server, container, name }) {
    const link = await dial(server.ssh);
    try {
      const command = commandLine(["docker", "exec", "-i", container, "sh", "-c", mysqlClient]);
      const { code, stdout, stderr } = await link.exec(command, {
        stdin: renameSql(name),
        timeoutSeconds: 60,
      });
      if (code !== 0) throw new Error(`${server.name}: ${container}: ${stderr.trim()}`);
      const wrong = misnamed(stdout, name);
      if (wrong !== undefined) throw new Error(`${server.name}: ${wrong}`);
      return { name };
    } finally {
      await link.close();
    }
  },
};

/** What is wrong with the name that was read back as `mysql --batch --raw` prints it; nothing when it is the wanted one. */
export function misnamed(output: string, name: string): string | undefined {
  const found = output.replace(/\n$/, "");
  if (found === name) return undefined;
  return found === ""
    ? `welab_iam.org_info has no row ${id}, so the root organisation cannot be named. Start IAM once, then run pulumi up again`
    : `MySQL keeps the root organisation's name as ${JSON.stringify(found)} instead of ${JSON.stringify(name)}. Choose a name that its column org_info.org_name can hold`;
}

/** SQL that names the root organisation and reads it back. */
export function renameSql(name: string): string {
  const text = `'${name.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  return [
    "SET NAMES utf8mb4;",
    `UPDATE org_info SET org_name = ${text} WHERE id = '${id}';`,
    `SELECT org_name FROM org_info WHERE id = '${id}';`,
    "",
  ].join("\n");
}
