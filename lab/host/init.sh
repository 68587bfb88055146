#!/bin/bash
# First process of a lab host: what an init system does for a server, and nothing more.
# LAB_AUTHORIZED_KEY  public key that may log in as root and as deploy
# LAB_CGROUP_PARENT   cgroup under which this host's containers are accounted
# LAB_DISK            disk image to mount under /var/lib/docker, made when absent (optional)
# LAB_DISK_SIZE       its size, e.g. 4G
# LAB_PROMISE_…       what the host says it has, see promise.sh (optional)
set -u

say() { echo "lab-init: $*"; }

# An unprivileged container gets these read-only; a server has them writable.
mount -o remount,rw /proc/sys 2>/dev/null
mount -o remount,rw /sys 2>/dev/null

# cgroup v2: processes must leave the root group before controllers can be handed on.
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/init
  xargs -rn1 < /sys/fs/cgroup/cgroup.procs > /sys/fs/cgroup/init/cgroup.procs 2>/dev/null
  sed -e 's/ / +/g' -e 's/^/+/' < /sys/fs/cgroup/cgroup.controllers > /sys/fs/cgroup/cgroup.subtree_control
fi

mkdir -p /run/sshd /run/lab
ssh-keygen -A > /dev/null
for home in /root /home/deploy; do
  install -d -m 0700 -o "$(stat -c %u $home)" -g "$(stat -c %g $home)" $home/.ssh
  printf '%s\n' "$LAB_AUTHORIZED_KEY" > $home/.ssh/authorized_keys
  chown "$(stat -c %u:%g $home)" $home/.ssh/authorized_keys
  chmod 0600 $home/.ssh/authorized_keys
done

if [ -n "${LAB_DISK:-}" ]; then
  for n in $(seq 0 63); do [ -e /dev/loop$n ] || mknod /dev/loop$n b 7 "$n"; done
  [ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237
  if [ ! -e "$LAB_DISK" ]; then
    truncate -s "$LAB_DISK_SIZE" "$LAB_DISK" && mkfs.ext4 -q -m 0 "$LAB_DISK"
  fi
  mkdir -p /var/lib/docker
  mount -o loop "$LAB_DISK" /var/lib/docker || { say "cannot mount $LAB_DISK"; exit 1; }
fi

# Keeps a service up as systemd would, except while /run/lab/NAME.off exists.
keep() {
  local name=$1
  shift
  while :; do
    if [ ! -e "/run/lab/$name.off" ] && [ ! -e /run/lab/stopping ]; then
      "$@" >> "/var/log/$name.log" 2>&1
      say "$name ended with status $?"
    fi
    sleep 1
  done
}

# Before anyone can log in.
sh /usr/local/sbin/lab-promise || say "promise.sh ended with status $?"

keep dockerd dockerd --cgroup-parent "$LAB_CGROUP_PARENT" &
# Logins are counted in this file; limits are the distribution's own.
keep sshd /usr/sbin/sshd -D -E /var/log/sshd-auth.log &

shut_down() {
  say "shutting down"
  touch /run/lab/stopping
  if [ -s /run/docker.pid ]; then
    kill -TERM "$(cat /run/docker.pid)" 2>/dev/null
    for _ in $(seq 1 200); do [ -s /run/docker.pid ] || break; sleep 0.1; done
  fi
  [ -z "${LAB_DISK:-}" ] || umount /var/lib/docker 2>/dev/null
  exit 0
}
trap shut_down TERM INT
say "up"
while :; do wait -n; sleep 0.2; done
