#!/bin/sh
# A width is given now, and it is another than there was.
sh tests/bad/like-pages/changed.sh '' '$a [column.项目内容]\nwidth = 50mm'
