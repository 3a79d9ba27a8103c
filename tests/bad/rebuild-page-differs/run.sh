#!/bin/sh
# The sheet made wider, and something drawn elsewhere.
sh tests/bad/rebuild-page-differs/changed.sh 's,/MediaBox \[ 0 0 595,/MediaBox [ 0 0 695,' 's/ Td(/ TD(/'
