# Parts of a list on several machines (tests/cluster), which `make cluster` makes ready.
. tests/parts/lib.sh
check "the schemas of the Kubernetes API are there" test -x "$BUILD/cluster-python/bin/python3"
/usr/bin/python3 tests/cluster/cluster.py "$HONGTOU" "$BUILD/cluster" "$PWD/$BUILD/cluster-python/bin/python3" || echo "not ok cluster.py came to its end"
echo "ended cluster"
