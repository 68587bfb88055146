import { commandLine, dial } from "../../ssh/index.js";
import { rootOrganizationId as id } from "../../topology/wefe/root-organization.js";
import type { Step } from "../main.js";
import type { StepServer } from "../specs.js";

/** `wefe-root-organization`: the name of IAM's root organisation in a member's MySQL (manual 7.5). */
export interface RootOrganizationSpec {
  readonly step: "wefe-root-organization";
  readonly server: StepServer;
  /** MySQL's container. */
  readonly container: string;
  readonly name: string;
  /** Of the container: a new one is asked again, as its data may be new, too. */
  readonly id: string;
}

/** Sets the name and proves it; run again it changes nothing. */
export const rootOrganization: Step<RootOrganizationSpec> = {
  async run({ server, container, name }) {
    const link = await dial(server.ssh);
    try {
      // The password is in the container's environment, and stays there: as an argument it would be in the process list.
      const client =
        'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" exec mysql --batch --skip-column-names -uroot welab_iam';
      const command = commandLine(["docker", "exec", "-i", container, "sh", "-c", client]);
      const { code, stdout, stderr } = await link.exec(command, {
        stdin: renameSql(name),
        timeoutSeconds: 60,
      });
      if (code !== 0) throw new Error(`${server.name}: ${container}: ${stderr.trim()}`);
      if (stdout.trim() !== name)
        throw new Error(
          `${server.name}: welab_iam.org_info has no row ${id}, so the root organisation cannot be named. Start IAM once, then run pulumi up again`,
        );
      return { name };
    } finally {
      await link.close();
    }
  },
};

/** SQL that names the root organisation and reads it back. */
export function renameSql(name: string): string {
  const text = `'${name.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  return [
    "SET NAMES utf8mb4;",
    `UPDATE org_info SET org_name = ${text} WHERE id = '${id}' AND org_name <> ${text};`,
    `SELECT org_name FROM org_info WHERE id = '${id}';`,
    "",
  ].join("\n");
}
