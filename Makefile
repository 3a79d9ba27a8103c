# hongtou. `make demo` installs what is missing, builds, fetches the fonts and renders the sample editions to out/;
# `make test` passes the tests. Other targets: all, units, bench, conformance (PDF/A-2a, PDF/A-3a and PDF/UA-1 by veraPDF, signatures by
# pyHanko, EU DSS, BouncyCastle, pdfsig and openssl, bags by bagit.py), cluster (parts of a list on Slurm, over ssh and as a Kubernetes job; needs
# root), container (the image; needs root), libreoffice (workbooks through a second program), newcomer, install,
# clean; setup and setup-test only install what is missing. bench-typst brings Typst for bench to compare with, bench-record keeps the figures.
CC      ?= cc
BUILD   ?= build
PREFIX  ?= /usr/local
VERSION := 0.1.0

# Asked when needed, for pkg-config itself may come with `make setup`.
PACKAGE_FLAGS = $(shell pkg-config --cflags harfbuzz harfbuzz-subset freetype2 libpng poppler-glib)
PACKAGE_LIBS  = $(shell pkg-config --libs harfbuzz harfbuzz-subset freetype2 libpng) $(call inside,deflate)

ALL_CPPFLAGS = -Ipublisher -D_GNU_SOURCE -DHONGTOU_VERSION='"$(VERSION)"' -DHONGTOU_ROOT='"$(CURDIR)"' $(PACKAGE_FLAGS) $(CPPFLAGS)
OPTIMISE   ?= -O3 -g
WARNINGS   := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
ALL_CFLAGS = -std=c11 $(OPTIMISE) $(WARNINGS) $(CFLAGS)
# Small libraries go into the program: to open one costs each start as much as reading an edition.
inside     = -Wl,-Bstatic $(addprefix -l,$(1)) -Wl,-Bdynamic
ALL_LIBS   = -lhpdf $(PACKAGE_LIBS) $(call inside,iniparser csv minizip expat) -lz -lm

objects  = $(patsubst publisher/%.c,$(BUILD)/%.o,$(wildcard $(1)))
room     = $(foreach name,$(1),$(call objects,publisher/$(name)/*.c))
ROOMS   := base read expand model style font text page layout emit conform diff
OBJECTS := $(call room,$(ROOMS))
MAIN    := $(call objects,publisher/batch*.c publisher/command*.c publisher/main.c $(addprefix publisher/,dependencies.c forward.c ini_edit.c naming.c new_month.c) publisher/pipeline.c publisher/rendering.c publisher/finishing.c publisher/likeness.c publisher/sealing.c publisher/starting.c publisher/companion.c publisher/session.c)
PROGRAM := $(BUILD)/hongtou

# Programs of their own behind the same front (hongtou NAME starts hongtou-NAME). They link rooms as archives, so that
# each takes only what it needs, and only the libraries that are needed for it.
PROGRAMS := $(patsubst publisher/program_%.c,$(BUILD)/hongtou-%,$(wildcard publisher/program_*.c))
SHELVES  := $(patsubst %,$(BUILD)/%.a,archive seal finished watch $(ROOMS))
SHELVED  := $(call room,archive seal finished watch) $(call objects,publisher/program_*.c publisher/watching*.c publisher/proving.c)
PROGRAM_LIBS = -Wl,--as-needed $(shell pkg-config --libs libqpdf libcurl libcrypto sqlite3 poppler-glib libpng jansson libmicrohttpd) -ldeflate -lexpat

LOCALE  := $(BUILD)/locale/zh_CN/LC_MESSAGES/hongtou.mo
SAMPLES := $(patsubst input/%/edition.ini,%,$(wildcard input/*/edition.ini))

all: $(PROGRAM) $(PROGRAMS) $(LOCALE)

$(PROGRAM): $(OBJECTS) $(MAIN)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(PROGRAMS): $(BUILD)/hongtou-%: $(BUILD)/program_%.o $(BUILD)/session.o $(BUILD)/companion.o $(SHELVES)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(PROGRAM_LIBS)

# Sets pages itself: its fonts stay open from one save to the next.
$(BUILD)/hongtou-watch: PROGRAM_LIBS += $(ALL_LIBS)
$(BUILD)/hongtou-watch: $(call objects,publisher/watching*.c publisher/proving.c publisher/pipeline.c publisher/rendering.c publisher/finishing.c publisher/likeness.c publisher/sealing.c)

.SECONDEXPANSION:
$(SHELVES): $(BUILD)/%.a: $$(call room,$$*)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/%.o: publisher/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(LOCALE): publisher/po/zh_CN.po
	@mkdir -p $(@D)
	msgfmt --check-format -o $@ $<

UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))

units: $(UNITS)

shelves: $(SHELVES)

$(BUILD)/unit/%: tests/unit/%.c $(OBJECTS) $(SHELVES)
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -Itests/unit $(ALL_CFLAGS) -MMD -MF $@.d $(LDFLAGS) -o $@ $< $(OBJECTS) $(SHELVES) $(ALL_LIBS) $(PROGRAM_LIBS) -lcmocka

-include $(UNITS:=.d)
-include $(patsubst %.o,%.d,$(OBJECTS) $(MAIN) $(SHELVED))

setup:
	@sh publisher/setup.sh build
	@sh fonts/fetch.sh

setup-test:
	@sh publisher/setup.sh test
	@sh fonts/fetch.sh

# Each step in a make of its own: what one installs, the next must find.
demo:
	@$(MAKE) --no-print-directory setup
	@$(MAKE) --no-print-directory -j$(shell nproc) all
	@mkdir -p out
	@for sample in $(SAMPLES); do \
		$(PROGRAM) render input/$$sample -o out/$$sample.pdf && echo "rendered: $(CURDIR)/out/$$sample.pdf" || exit 1; \
	done

test:
	@$(MAKE) --no-print-directory setup-test
	@$(MAKE) --no-print-directory -j$(shell nproc) all
	@sh tests/run.sh

bench: all
	@python3 tests/bench/compare_typst.py $(PROGRAM) $(BUILD)/bench $(BUILD)/typst
	@python3 tests/bench/batch.py $(PROGRAM) $(BUILD)/bench
	@python3 tests/bench/bench.py $(PROGRAM) $(BUILD)/bench
	@python3 tests/bench/archive.py $(PROGRAM) $(BUILD)/bench
	@python3 tests/bench/watch.py $(PROGRAM) $(BUILD)/bench

# Installs Typst's compiler where bench looks for it, if no typst is on the PATH.
bench-typst:
	@sh publisher/setup.sh bench
	@sh tests/bench/fetch_typst.sh $(BUILD)/typst

# bench, with its figures and the machine they are of written to tests/bench/RESULTS.md
bench-record: all bench-typst
	@python3 tests/bench/record.py $(PROGRAM) $(BUILD)/bench $(BUILD)/typst

conformance:
	@sh publisher/setup.sh conformance
	@sh fonts/fetch.sh
	@$(MAKE) --no-print-directory -j$(shell nproc) all
	@sh tests/verapdf.sh $(BUILD)/conformance
	@sh tests/judges/fetch.sh $(BUILD)/judges
	@sh tests/run.sh conformance judges bags

libreoffice:
	@sh publisher/setup.sh libreoffice
	@sh fonts/fetch.sh
	@$(MAKE) --no-print-directory -j$(shell nproc) all
	@sh tests/run.sh libreoffice

cluster:
	@sh publisher/setup.sh cluster
	@sh fonts/fetch.sh
	@$(MAKE) --no-print-directory -j$(shell nproc) all
	@sh tests/cluster/fetch.sh $(BUILD)/cluster-python
	@sh tests/run.sh cluster

container:
	@sh tests/cluster/container.sh $(BUILD)/container

newcomer:
	@sh tests/newcomer.sh

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/hongtou/templates $(DESTDIR)$(PREFIX)/share/hongtou/fonts/downloaded \
		$(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/man/man7 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES
	install -m 755 $(PROGRAM) $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 templates/*.ini $(DESTDIR)$(PREFIX)/share/hongtou/templates
	install -m 644 publisher/watch/page.html $(DESTDIR)$(PREFIX)/share/hongtou/watch.html
	install -m 644 fonts/fonts.ini $(DESTDIR)$(PREFIX)/share/hongtou/fonts
	install -m 644 fonts/downloaded/*.otf $(DESTDIR)$(PREFIX)/share/hongtou/fonts/downloaded
	install -m 644 publisher/man/hongtou.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 publisher/man/hongtou-edition.5 publisher/man/hongtou-template.5 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 publisher/man/hongtou-expand.7 $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 644 publisher/completion/hongtou.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hongtou
	install -d $(DESTDIR)$(PREFIX)/share/hongtou/cluster
	install -m 755 publisher/cluster/*.sh $(DESTDIR)$(PREFIX)/share/hongtou/cluster
	install -m 644 publisher/cluster/README.md publisher/cluster/job.yaml publisher/cluster/Containerfile $(DESTDIR)$(PREFIX)/share/hongtou/cluster
	install -m 644 $(LOCALE) $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES

clean:
	rm -rf $(BUILD) out

.PHONY: all units shelves setup setup-test demo test bench bench-typst bench-record conformance cluster container libreoffice newcomer install clean
