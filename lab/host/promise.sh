#!/bin/sh
# Makes a lab host say what it is told to promise: nproc, MemTotal of /proc/meminfo, `df -Pk`. Nothing is there that was
# not there before. A promise of memory freezes /proc/meminfo: it is a copy from the start of the host, so MemFree,
# MemAvailable and all its other lines stay as they were then.
# LAB_PROMISE_CPUS, LAB_PROMISE_MEMORY_KIB, LAB_PROMISE_DISK_KIB   what to promise (each optional)
# LAB_PROMISE_BIN, LAB_PROMISE_DF, LAB_PROMISE_MEMINFO             for tests: other places
set -eu

# Logins of root and sudo look here before /usr/bin.
bin=${LAB_PROMISE_BIN:-/usr/local/bin}
df=${LAB_PROMISE_DF:-/usr/bin/df}

if [ -n "${LAB_PROMISE_CPUS:-}" ]; then
  printf '#!/bin/sh\n# Promised by the lab.\necho %s\n' "$LAB_PROMISE_CPUS" > "$bin/nproc"
  chmod 755 "$bin/nproc"
fi

if [ -n "${LAB_PROMISE_MEMORY_KIB:-}" ]; then
  meminfo=${LAB_PROMISE_MEMINFO:-/run/lab/meminfo}
  sed "s/^MemTotal:.*/MemTotal:       $LAB_PROMISE_MEMORY_KIB kB/" /proc/meminfo > "$meminfo"
  [ -n "${LAB_PROMISE_MEMINFO:-}" ] || mount --bind "$meminfo" /proc/meminfo
fi

if [ -n "${LAB_PROMISE_DISK_KIB:-}" ]; then
  cat > "$bin/df" <<END
#!/bin/sh
# Promised by the lab: the size, and nearly all of it free. A disk that is nearly full tells the truth.
[ "\${1:-}" = -Pk ] || exec $df "\$@"
$df "\$@" | awk -v size=$LAB_PROMISE_DISK_KIB '
  NR > 1 && \$5 + 0 < 95 { used = int(size / 100); \$2 = size; \$3 = used; \$4 = size - used; \$5 = "1%" }
  { print }'
END
  chmod 755 "$bin/df"
fi
