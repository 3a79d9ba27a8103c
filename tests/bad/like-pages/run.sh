#!/bin/sh
# One cell says something else.
sh tests/bad/like-pages/changed.sh 's/洸河。/沂河。/' ''
