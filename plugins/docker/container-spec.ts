import type { Fields } from "../rpc/fields.js";
import { mebibytes, nanoseconds } from "./units.js";

/** The body of Docker's `POST /containers/create` for the inputs of a docker.Container. Absent stays absent. */
export function containerSpec(inputs: Fields): object {
  return present({
    Image: inputs.need("image"),
    Cmd: inputs.texts("command"),
    Entrypoint: inputs.texts("entrypoints"),
    Env: inputs.texts("envs"),
    Labels: labelMap(inputs.objects("labels")),
    User: inputs.text("user"),
    WorkingDir: inputs.text("workingDir"),
    Hostname: inputs.text("hostname"),
    Domainname: inputs.text("domainname"),
    Tty: inputs.flag("tty"),
    OpenStdin: inputs.flag("stdinOpen"),
    StopSignal: inputs.text("stopSignal"),
    StopTimeout: inputs.number("stopTimeout"),
    Healthcheck: healthcheck(inputs.object("healthcheck")),
    ExposedPorts: Object.fromEntries(inputs.objects("ports").map((port) => [portKey(port), {}])),
    Volumes: Object.fromEntries(
      inputs
        .objects("volumes")
        .filter((volume) => !volume.has("fromContainer") && source(volume) === undefined)
        .map((volume) => [volume.need("containerPath"), {}]),
    ),
    HostConfig: hostConfig(inputs),
  });
}

/** The part of the specification that Docker can change on a living container (`POST /containers/x/update`). */
export function changeable(inputs: Fields): object {
  return present({
    CpuShares: inputs.number("cpuShares") ?? 0,
    CpusetCpus: inputs.text("cpuSet") ?? "",
    ...memoryLimits(inputs),
    RestartPolicy: restartPolicy(inputs),
    BlkioDeviceReadBps: rates(inputs, "deviceReadBps"),
    BlkioDeviceWriteBps: rates(inputs, "deviceWriteBps"),
    BlkioDeviceReadIOps: rates(inputs, "deviceReadIops"),
    BlkioDeviceWriteIOps: rates(inputs, "deviceWriteIops"),
  });
}

function hostConfig(inputs: Fields): object {
  const cpus = inputs.text("cpus");
  const shm = inputs.number("shmSize");
  const ports = inputs.objects("ports");
  const capabilities = inputs.object("capabilities");
  return present({
    Privileged: inputs.flag("privileged"),
    PublishAllPorts: inputs.flag("publishAllPorts"),
    RestartPolicy: restartPolicy(inputs),
    AutoRemove: inputs.flag("rm"),
    ReadonlyRootfs: inputs.flag("readOnly"),
    LogConfig: inputs.has("logDriver")
      ? { Type: inputs.text("logDriver"), Config: inputs.textMap("logOpts") ?? {} }
      : undefined,
    Binds: inputs.objects("volumes").flatMap(bind),
    VolumesFrom: inputs.objects("volumes").flatMap((volume) => volume.text("fromContainer") ?? []),
    Mounts: inputs.objects("mounts").map(mount),
    PortBindings: portBindings(ports),
    ExtraHosts: inputs.objects("hosts").map((host) => `${host.need("host")}:${host.need("ip")}`),
    Dns: inputs.texts("dns"),
    DnsOptions: inputs.texts("dnsOpts"),
    DnsSearch: inputs.texts("dnsSearches"),
    CapAdd: capabilities?.texts("adds"),
    CapDrop: capabilities?.texts("drops"),
    Devices: inputs.objects("devices").map((device) => ({
      PathOnHost: device.need("hostPath"),
      PathInContainer: device.text("containerPath") ?? device.need("hostPath"),
      CgroupPermissions: device.text("permissions") ?? "rwm",
    })),
    DeviceCgroupRules: inputs.texts("deviceCgroupRules"),
    DeviceRequests: deviceRequests(inputs),
    ...memoryLimits(inputs),
    CpuShares: inputs.number("cpuShares"),
    CpusetCpus: inputs.text("cpuSet"),
    CpuPeriod: inputs.number("cpuPeriod"),
    CpuQuota: inputs.number("cpuQuota"),
    NanoCpus: cpus === undefined ? undefined : Math.round(Number(cpus) * 1e9),
    NetworkMode: inputs.text("networkMode"),
    PidMode: inputs.text("pidMode"),
    UsernsMode: inputs.text("usernsMode"),
    IpcMode: inputs.text("ipcMode"),
    CgroupnsMode: inputs.text("cgroupnsMode"),
    CgroupParent: inputs.text("cgroupParent"),
    Runtime: inputs.text("runtime"),
    SecurityOpt: inputs.texts("securityOpts"),
    ShmSize: shm === undefined ? undefined : mebibytes(shm),
    StorageOpt: inputs.textMap("storageOpts"),
    Sysctls: inputs.textMap("sysctls"),
    Tmpfs: inputs.textMap("tmpfs"),
    Ulimits: inputs.objects("ulimits").map((limit) => ({
      Name: limit.need("name"),
      Soft: limit.number("soft"),
      Hard: limit.number("hard"),
    })),
    GroupAdd: inputs.texts("groupAdds"),
    Init: inputs.flag("init"),
    BlkioDeviceReadBps: rates(inputs, "deviceReadBps"),
    BlkioDeviceWriteBps: rates(inputs, "deviceWriteBps"),
    BlkioDeviceReadIOps: rates(inputs, "deviceReadIops"),
    BlkioDeviceWriteIOps: rates(inputs, "deviceWriteIops"),
  });
}

function memoryLimits(inputs: Fields): object {
  const memory = inputs.number("memory");
  const reservation = inputs.number("memoryReservation");
  const swap = inputs.number("memorySwap");
  return {
    Memory: memory === undefined ? undefined : mebibytes(memory),
    MemoryReservation: reservation === undefined ? undefined : mebibytes(reservation),
    MemorySwap: swap === undefined ? undefined : swap > 0 ? mebibytes(swap) : swap,
  };
}

function restartPolicy(inputs: Fields): object {
  return { Name: inputs.text("restart") ?? "no", MaximumRetryCount: inputs.number("maxRetryCount") ?? 0 };
}

/** Docker's health check from the provider's; durations in nanoseconds. */
export function healthcheck(check: Fields | undefined): object | undefined {
  if (check === undefined) return undefined;
  const duration = (key: string) => {
    const text = check.text(key);
    return text === undefined ? undefined : nanoseconds(text);
  };
  return present({
    Test: check.texts("tests"),
    Interval: duration("interval"),
    Timeout: duration("timeout"),
    StartPeriod: duration("startPeriod"),
    StartInterval: duration("startInterval"),
    Retries: check.number("retries"),
  });
}

function source(volume: Fields): string | undefined {
  return volume.text("volumeName") ?? volume.text("hostPath");
}

function bind(volume: Fields): string[] {
  const from = source(volume);
  if (from === undefined || volume.has("fromContainer")) return [];
  const modes = [volume.flag("readOnly") === true ? "ro" : "rw", volume.text("selinuxRelabel")].filter(
    Boolean,
  );
  return [`${from}:${volume.need("containerPath")}:${modes.join(",")}`];
}

function mount(given: Fields): object {
  const bindOptions = given.object("bindOptions");
  const volume = given.object("volumeOptions");
  const tmpfs = given.object("tmpfsOptions");
  return present({
    Type: given.need("type"),
    Source: given.text("source"),
    Target: given.need("target"),
    ReadOnly: given.flag("readOnly"),
    BindOptions: bindOptions && { Propagation: bindOptions.text("propagation") },
    TmpfsOptions: tmpfs && present({ SizeBytes: tmpfs.number("sizeBytes"), Mode: tmpfs.number("mode") }),
    VolumeOptions:
      volume &&
      present({
        NoCopy: volume.flag("noCopy"),
        Labels: labelMap(volume.objects("labels")),
        Subpath: volume.text("subpath"),
        DriverConfig: volume.has("driverName")
          ? { Name: volume.text("driverName"), Options: volume.textMap("driverOptions") ?? {} }
          : undefined,
      }),
  });
}

function portKey(port: Fields): string {
  return `${port.need("internal")}/${port.text("protocol") ?? "tcp"}`;
}

function portBindings(ports: readonly Fields[]): object {
  const bindings: Record<string, object[]> = {};
  for (const port of ports) {
    const list = bindings[portKey(port)] ?? [];
    list.push(present({ HostIp: port.text("ip"), HostPort: port.text("external") ?? "" }));
    bindings[portKey(port)] = list;
  }
  return bindings;
}

function deviceRequests(inputs: Fields): object[] | undefined {
  const gpus = inputs.text("gpus");
  const all =
    gpus === undefined ? [] : [{ Count: gpus === "all" ? -1 : Number(gpus), Capabilities: [["gpu"]] }];
  const requests = inputs.objects("deviceRequests").map((given) =>
    present({
      Driver: given.text("driver"),
      Count: given.number("count"),
      DeviceIDs: given.texts("deviceIds"),
      Capabilities: given.has("capabilities") ? [given.texts("capabilities")] : undefined,
      Options: given.textMap("options"),
    }),
  );
  return [...all, ...requests].length === 0 ? undefined : [...all, ...requests];
}

function rates(inputs: Fields, key: string): object[] | undefined {
  if (!inputs.has(key)) return undefined;
  return inputs.objects(key).map((given) => ({ Path: given.need("path"), Rate: given.number("rate") }));
}

/** Labels as Docker's map. */
export function labelMap(labels: readonly Fields[]): Record<string, string> {
  return Object.fromEntries(labels.map((label) => [label.need("label"), label.text("value") ?? ""]));
}

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
