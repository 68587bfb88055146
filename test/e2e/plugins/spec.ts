/** The knobs of the test stack. */
export interface Spec {
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly hostKey: string;
  };
  readonly image: string;
  readonly colour: string;
  /** MiB. */
  readonly memory: number;
  /** The container is healthy when this file exists in it. */
  readonly healthyFile: string;
  /** Seconds. */
  readonly waitTimeout: number;
  readonly second: boolean;
  /** A secret whose text must show nowhere; empty for none. */
  readonly marker: string;
  /** A directory on the server. */
  readonly scratch: string;
  /** A program that reaches the server through `dial`. */
  readonly dialProgram: string;
  readonly unsupported: boolean;
}
