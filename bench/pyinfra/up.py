"""
The same network as ../shell/up.sh: the same recipe, steps and gates, and what is there is left alone. pyinfra asks
every server first, and then runs one operation after the other, each on all its hosts at once.
"""

from pyinfra import host
from pyinfra.facts.server import Command
from pyinfra.operations import server
from recipe import ADDRESSES, RECIPE, ROLES, SCRIPT, admin_archive, archive, containers

RUNNING = """docker ps --filter label=bench.recipe --format '{{.Names}} {{.Label "bench.recipe"}}'"""
STATE = (
    "docker ps -q --filter label=consortium.role=peer | xargs -rI@ docker exec @ sh -c "
    "'[ ! -f /tmp/admin/admin.sh ] || sh /tmp/admin/admin.sh state'"
)


def step(when, name, words, stdin=None):
    """Every host has every operation, for only then do they run in this order; those it is not for skip it."""
    server.shell(name=name, commands=[f"bash /dev/shm/bench.sh {words}"], _stdin=stdin, _if=lambda: when)


def missing(role):
    """Containers of the role that do not run as the recipe has them."""
    return [name for name, checksum in containers(host.name, role).items() if f"{name} {checksum}" not in running]


def make(role):
    server.shell(
        name=f"{role} is made",
        commands=[f"base64 -d | bash /dev/shm/bench.sh replace {' '.join(wanted[role])}"],
        _stdin=archive(RECIPE / host.name / role) if wanted[role] else None,
        _if=lambda: bool(wanted[role]),
    )


address = ADDRESSES[host.name]
is_peer = "peer" in host.groups
running = (host.get_fact(Command, RUNNING) or "").splitlines()
# joined, installed, approved, committed, initialised: as far as the peer and its organisation have come.
state = (host.get_fact(Command, STATE) or "").splitlines() if is_peer else []
wanted = {role: missing(role) for role in ROLES}
unfinished = is_peer and len(state) < 5


def lacks(*names, what):
    """Whether this is one of these peers (of any, when none is named) and has not come so far."""
    return is_peer and (not names or host.name in names) and what not in state


server.shell(
    name="the steps are put on the server",
    commands=["cat > /dev/shm/bench.sh"],
    _stdin=SCRIPT,
    _if=lambda: any(wanted.values()) or unfinished,
)

make("zookeeper")
step(wanted["zookeeper"], "it has a leader or follows one", f"wait_until zookeeper_serves {address}")
make("kafka")
step(wanted["kafka"], "it is registered", "wait_until broker_is_registered")
brokers = " ".join(ADDRESSES[name] for name in ADDRESSES if containers(name, "kafka"))
step(wanted["orderer"], "it reaches every broker", f"brokers_answer {brokers}")
make("orderer")
step(wanted["orderer"], "it serves", f"wait_until orderer_serves {address}")
make("peer")
make("chaincode")
step(wanted["peer"] or wanted["chaincode"], "the peer serves", f"wait_until peer_serves {address}")

server.shell(
    name="what the admins need",
    commands=["base64 -d | bash /dev/shm/bench.sh receive_admin"],
    _stdin=admin_archive() if unfinished else None,
    _if=lambda: unfinished,
)
step(lacks("p1", what="joined"), "the channel is created", "admin create")
step(lacks(what="joined"), "joined", "admin join")
# Two operations: one organisation after the other.
step(lacks("p1", what="joined"), "anchors of Org1", "admin anchors")
step(lacks("p2", what="joined"), "anchors of Org5", "admin anchors")
step(lacks(what="installed"), "installed", "admin install")
step(lacks("p1", "p2", what="approved"), "approved", "admin approve")
step(lacks("p1", what="committed"), "committed", "admin commit")
step(lacks("p1", what="initialised"), "called for the first time", "admin init")
step(lacks(what="initialised"), "read at the peer", "admin query")
