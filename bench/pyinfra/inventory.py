"""The hosts of the recipe, a group a role. pyinfra takes every public list of this file for a group."""

import recipe as _recipe

_connection = {
    "ssh_user": "root",
    "ssh_allow_agent": True,
    "ssh_look_for_keys": False,
    "ssh_known_hosts_file": str(_recipe.RECIPE / "known_hosts"),
    "ssh_strict_host_key_checking": "yes",
}


def _of(role):
    return [name for name in _recipe.ADDRESSES if _recipe.containers(name, role)]


servers = [(name, {**_connection, "ssh_hostname": address}) for name, address in _recipe.ADDRESSES.items()]
zookeeper, kafka, orderer, peer, chaincode = _of("zookeeper"), _of("kafka"), _of("orderer"), _of("peer"), _of("chaincode")
