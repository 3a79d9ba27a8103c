#!/bin/sh
# A word that cannot be broken needs more room than its column had.
sh tests/bad/like-pages/changed.sh 's/甲“乙”工程/123456789012345678901234567890123456789012345678901234567890/' ''
