/** A step's program: `spec` is what previews show, `secrets` what they must not. Its result is printed as JSON. */
export interface Step<Spec, Secrets = Record<string, never>> {
  run(spec: Spec, secrets: Secrets): Promise<unknown>;
}
