#!/bin/sh
# A column has another name.
sh tests/bad/like-pages/changed.sh 's/项目内容/工程内容/' ''
