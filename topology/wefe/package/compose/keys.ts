/**
 * Every key that a compose file may have, and what becomes of it here: the one source of the reader and of
 * docs/wefe-compose-keys.md. Keys are those of the Compose specification (schema/compose-spec.json of June 2026).
 */

/** What becomes of a key. */
export type ComposeKey =
  /** It becomes something of ours. */
  | { readonly to: string }
  /** It has nothing to say to one server with Docker, or only repeats what holds anyway: why. */
  | { readonly idle: string }
  /** It is refused: why, and what to do instead. */
  | { readonly refused: string; readonly remedy: string };

const swarm = { idle: "only Docker Swarm reads it" } as const;
const ours = {
  idle: "labels of ours name containers and networks; nothing of a package reads labels, as the Docker socket is refused",
} as const;
const windows = { refused: "is of Windows servers", remedy: "take it out" } as const;
const noGpu = {
  refused: "graphics processors are not planned",
  remedy: "take it out and use the image for processors; visual federated learning then trains slowly",
} as const;
const fixedAddress = {
  refused: "addresses in a server's network are the engine's",
  remedy: "take it out and dial the service by an extra_hosts name",
} as const;
const notPlanned = {
  refused: "is not planned: no service of a package is known to need it",
  remedy: "take it out if the service runs without, else ask for it to be built",
} as const;
const scheduler = {
  refused: "processor time is given by `cpus` only",
  remedy: "use cpus or deploy.resources.limits.cpus",
} as const;
const lookOnly = { refused: "is a network setting of the whole server", remedy: "take it out" } as const;

/** Keys by the part of the file they stand in. */
export const composeKeys = {
  file: {
    version: { idle: "Compose itself ignores it" },
    name: { idle: "the stack names containers, networks and volumes" },
    services: { to: "the package's services" },
    networks: { to: "the server's bridge network and its subnet" },
    volumes: { to: "names of data volumes" },
    include: { to: "the services of other files of the package" },
    configs: {
      refused: "Docker without Swarm has no configs",
      remedy: "mount the file by `volumes`: it is placed with the package",
    },
    secrets: {
      refused: "Docker without Swarm has no secrets",
      remedy: "mount the file by `volumes`, or let the stack's overlay write the value",
    },
    models: notPlanned,
  },
  service: {
    annotations: ours,
    attach: { idle: "nobody stands before a console" },
    blkio_config: scheduler,
    build: { refused: "images come ready, from archives", remedy: "name the image by `image`" },
    cap_add: { to: "capabilities beyond Docker's default" },
    cap_drop: { to: "capabilities taken away" },
    cgroup: notPlanned,
    cgroup_parent: notPlanned,
    command: { to: "the command; a text is split into words as Compose does" },
    configs: {
      refused: "Docker without Swarm has no configs",
      remedy: "mount the file by `volumes`: it is placed with the package",
    },
    container_name: { to: "the name by which the vendor's tools know the container; ours is the stack's" },
    cpu_count: windows,
    cpu_percent: windows,
    cpu_period: scheduler,
    cpu_quota: scheduler,
    cpu_rt_period: scheduler,
    cpu_rt_runtime: scheduler,
    cpu_shares: scheduler,
    cpus: { to: "the processor limit" },
    cpuset: scheduler,
    credential_spec: windows,
    depends_on: { to: "the order of starts: started or healthy" },
    deploy: { to: "limits and restarts; what else stands there is Swarm's" },
    develop: { idle: "only `docker compose watch` reads it" },
    device_cgroup_rules: notPlanned,
    devices: { to: "devices of the server" },
    dns: { to: "name servers" },
    dns_opt: notPlanned,
    dns_search: notPlanned,
    domainname: notPlanned,
    entrypoint: { to: "the entrypoint; a text is split into words as Compose does" },
    env_file: { to: "environment, from files of the package" },
    environment: { to: "environment" },
    expose: { idle: "services of one network reach each other's ports anyway" },
    extends: { to: "a service of the package that this one completes" },
    external_links: {
      refused: "links to containers of other projects",
      remedy: "dial the service by an extra_hosts name",
    },
    extra_hosts: { to: "names that the stack fills with addresses" },
    gpus: noGpu,
    group_add: { to: "further groups of the user" },
    healthcheck: { to: "the check by which Docker judges the container" },
    hostname: { to: "the host name inside" },
    image: { to: "the image, from the package's archives" },
    init: { to: "an init process that reaps children" },
    ipc: notPlanned,
    isolation: windows,
    label_file: ours,
    labels: ours,
    links: {
      refused: "Docker keeps links for old files only",
      remedy: "dial the service by its name or by extra_hosts",
    },
    logging: {
      idle: "output of every container is kept and rotated by the stack: json-file, five files of 50 MB",
    },
    mac_address: fixedAddress,
    mem_limit: { to: "the memory limit" },
    mem_reservation: { idle: "the plan adds up the hard limits, so there is nothing to reserve" },
    mem_swappiness: { idle: "containers of the stack never swap" },
    memswap_limit: {
      refused: "containers of the stack never swap",
      remedy: "take it out; raise mem_limit if the service needs more",
    },
    models: notPlanned,
    network_mode: { to: "the server's network, none, or the engine's own bridge" },
    networks: { to: "names on the server's bridge network" },
    oom_kill_disable: {
      refused: "a service without memory would hang instead of starting again",
      remedy: "take it out",
    },
    oom_score_adj: notPlanned,
    pid: notPlanned,
    pids_limit: notPlanned,
    platform: { to: "the architecture of the servers it may run on" },
    ports: { to: "ports published on the server, TCP only" },
    post_start: notPlanned,
    pre_stop: notPlanned,
    privileged: { to: "a container with all rights on its server" },
    profiles: {
      refused: "which services run is said by the stack",
      remedy: "take it out; optional services are named in wefe.members.NAME.optional",
    },
    provider: notPlanned,
    pull_policy: { idle: "images are delivered before anything starts" },
    pull_refresh_after: { idle: "images are delivered before anything starts" },
    read_only: { to: "a file system that cannot be written" },
    restart: { to: "nothing: every service comes back unless it is stopped by hand; `no` is refused" },
    runtime: noGpu,
    scale: { to: "nothing: 1 is the only number, more is refused" },
    secrets: {
      refused: "Docker without Swarm has no secrets",
      remedy: "mount the file by `volumes`, or let the stack's overlay write the value",
    },
    security_opt: { to: "security options" },
    shm_size: { to: "size of /dev/shm" },
    stdin_open: { to: "an input that stays open" },
    stop_grace_period: { to: "time between SIGTERM and SIGKILL" },
    stop_signal: { to: "the signal that ends it" },
    storage_opt: notPlanned,
    sysctls: { to: "kernel settings of the container" },
    tmpfs: { to: "folders in memory" },
    tty: { to: "a terminal" },
    ulimits: { to: "limits of its processes; `nofile` goes to the open files" },
    use_api_socket: { refused: "the Docker socket is the server itself", remedy: "take it out" },
    user: { to: "the user it runs as" },
    userns_mode: notPlanned,
    uts: notPlanned,
    volumes: { to: "content of the package, data volumes, or one of the system's time zone files" },
    volumes_from: {
      refused: "mounts of another container",
      remedy: "write the mounts out under `volumes`",
    },
    working_dir: { to: "the folder it starts in" },
  },
  "services.NAME.extends": {
    service: { to: "the service that is completed" },
    file: { to: "its compose file in the package; without it the same file" },
  },
  "services.NAME.env_file[]": {
    path: { to: "the file" },
    required: { to: "whether it may be missing" },
    format: { to: "`raw`: values as they stand" },
  },
  "services.NAME.depends_on.NAME": {
    condition: { to: "started or healthy" },
    required: { to: "whether the dependency may be missing" },
    restart: { idle: "a service that is replaced keeps its names; what dials it dials again" },
  },
  "services.NAME.healthcheck": {
    test: { to: "the command" },
    interval: { to: "time between checks (30 s)" },
    timeout: { to: "time a check may take (30 s)" },
    retries: { to: "failures in a row that make it unhealthy (3)" },
    start_period: { to: "time in which failures do not count (0 s)" },
    start_interval: { idle: "needs engine 25; the check runs at its interval from the start" },
    disable: { to: "no check, not even the image's" },
  },
  "services.NAME.ports[]": {
    target: { to: "the port in the container" },
    published: { to: "the port of the server" },
    host_ip: { to: "the address it is bound to" },
    protocol: { to: "TCP; others are refused" },
    name: { to: "its name in the plan" },
    app_protocol: { idle: "a hint for people" },
    mode: swarm,
  },
  "services.NAME.volumes[]": {
    type: { to: "bind, volume or tmpfs" },
    source: { to: "a path, or a volume's name" },
    target: { to: "the path in the container" },
    read_only: { to: "whether it may be written" },
    bind: { to: "see below" },
    volume: { to: "see below" },
    tmpfs: { to: "see below" },
    consistency: { idle: "Docker on Linux ignores it" },
    image: notPlanned,
  },
  "services.NAME.volumes[].bind": {
    propagation: {
      refused: "mounts made later are not passed on to containers",
      remedy: "take it out: rprivate is Docker's default",
    },
    create_host_path: { idle: "what is bound is placed before, the rest is a volume" },
    recursive: notPlanned,
    selinux: { refused: "labels of SELinux are not set", remedy: "take it out" },
  },
  "services.NAME.volumes[].volume": {
    labels: ours,
    nocopy: { refused: "a new volume takes what the image has at its path", remedy: "take it out" },
    subpath: { refused: "a part of a volume", remedy: "give the part a volume of its own" },
  },
  "services.NAME.volumes[].tmpfs": {
    size: { to: "its size" },
    mode: { to: "its permissions" },
  },
  "services.NAME.deploy": {
    resources: { to: "limits" },
    restart_policy: { to: "nothing: see `restart`" },
    replicas: { to: "nothing: 1 is the only number, more is refused" },
    mode: { to: "nothing: `replicated` is the only mode" },
    endpoint_mode: swarm,
    labels: swarm,
    placement: swarm,
    rollback_config: swarm,
    update_config: swarm,
  },
  "services.NAME.deploy.resources": {
    limits: { to: "limits" },
    reservations: { to: "nothing but a refusal of devices" },
  },
  "services.NAME.deploy.resources.limits": {
    cpus: { to: "the processor limit" },
    memory: { to: "the memory limit" },
    pids: notPlanned,
  },
  "services.NAME.deploy.resources.reservations": {
    cpus: swarm,
    memory: { idle: "the plan adds up the hard limits, so there is nothing to reserve" },
    devices: noGpu,
    generic_resources: swarm,
  },
  "services.NAME.deploy.restart_policy": {
    condition: {
      to: "nothing: every service comes back unless it is stopped by hand; `none` is refused",
    },
    delay: { idle: "Docker waits longer after each failure by itself" },
    max_attempts: { refused: "a service that gave up stays down", remedy: "take it out" },
    window: swarm,
  },
  "services.NAME.ulimits.NAME": {
    soft: { to: "the limit that processes start with" },
    hard: { to: "how far they may raise it" },
  },
  "services.NAME.devices[]": {
    source: { to: "the device of the server" },
    target: { to: "its path in the container" },
    permissions: { to: "of r, w and m" },
  },
  "services.NAME.networks.NAME": {
    aliases: { to: "names on the network" },
    ipv4_address: fixedAddress,
    ipv6_address: fixedAddress,
    link_local_ips: fixedAddress,
    mac_address: fixedAddress,
    interface_name: notPlanned,
    driver_opts: notPlanned,
    priority: { idle: "a service has one network" },
    gw_priority: { idle: "a service has one network" },
  },
  "networks.NAME": {
    driver: { to: "nothing: `bridge` is the only one" },
    ipam: { to: "subnet" },
    external: { to: "a network that another file of the package describes" },
    name: { to: "nothing: the stack names networks" },
    attachable: swarm,
    driver_opts: { refused: "options of the network's driver", remedy: "take them out" },
    enable_ipv4: notPlanned,
    enable_ipv6: { refused: "IPv6 is not built", remedy: "take it out" },
    internal: { refused: "published ports would not work", remedy: "take it out" },
    labels: ours,
  },
  "networks.NAME.ipam": {
    config: { to: "subnet" },
    driver: { to: "nothing: `default` is the only one" },
    options: notPlanned,
  },
  "networks.NAME.ipam.config[]": {
    subnet: { to: "the network's range" },
    gateway: { to: "nothing: the first address of the range, which the engine takes, is the only one" },
    ip_range: lookOnly,
    aux_addresses: lookOnly,
  },
  "volumes.NAME": {
    driver: { to: "nothing: `local` is the only one" },
    external: { to: "nothing: the volume is one of ours" },
    name: { to: "nothing: the stack names volumes" },
    driver_opts: {
      refused: "data lies in a volume of ours",
      remedy: "take it out: the stack says where data lies (servers.NAME.dataRoot)",
    },
    labels: ours,
  },
  "include[]": {
    path: { to: "compose files of the package" },
    env_file: { refused: "each file takes the `.env` of its own folder", remedy: "put the variables there" },
    project_directory: {
      refused: "paths are meant from the folder of their own file",
      remedy: "write the paths so",
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ComposeKey>>>>;

/** A part of a compose file whose keys are known. */
export type Section = keyof typeof composeKeys;

/** Keys of a part that become something. */
export type MappedKey<S extends Section> = {
  [K in keyof (typeof composeKeys)[S]]: (typeof composeKeys)[S][K] extends { readonly to: string }
    ? K
    : never;
}[keyof (typeof composeKeys)[S]] &
  string;

/** What becomes of a key of a part; nothing when the part has no such key. */
export function composeKey(section: Section, key: string): ComposeKey | undefined {
  return new Map<string, ComposeKey>(Object.entries(composeKeys[section])).get(key);
}
