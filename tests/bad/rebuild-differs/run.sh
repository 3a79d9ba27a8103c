#!/bin/sh
# The structure changed, then the output intent.
sh tests/bad/rebuild-page-differs/changed.sh 's./S /P\b./S /Q.g' 's/(sRGB)/(sRGX)/'
