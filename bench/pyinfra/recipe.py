"""The recipe's folder as the deploys need it. The environment variable BENCH_RECIPE names it."""

import base64
import io
import os
import subprocess
import tarfile
import threading
from pathlib import Path

RECIPE = Path(os.environ["BENCH_RECIPE"])
COMMON = Path(__file__).resolve().parent.parent / "common"
SCRIPT = (COMMON / "on-server.sh").read_text()
ROLES = ("zookeeper", "kafka", "orderer", "peer", "chaincode")
ADDRESSES = dict(line.split() for line in (RECIPE / "hosts").read_text().splitlines())


def containers(host, role):
    """Name and checksum of each container of a role on a host."""
    return {
        folder.name: (folder / "recipe.sha256").read_text().strip()
        for folder in sorted((RECIPE / host / role).glob("*"))
    }


def archive(folder):
    """A folder as a tar in base64, for standard input."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.add(folder, arcname=".")
    return base64.b64encode(buffer.getvalue()).decode()


_once = threading.Lock()
_admin = []


def admin_archive():
    """What the admins need, the channel's creation with it: made once, whichever host asks first."""
    with _once:
        if not _admin:
            subprocess.run(["bash", COMMON / "channel.sh", RECIPE], check=True)
            _admin.append(archive(RECIPE / "admin"))
        return _admin[0]
