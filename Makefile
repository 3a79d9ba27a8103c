# hongtou: `make demo` sets everything up and renders the samples, `make test` passes the tests.
CC      ?= cc
BUILD   ?= build
PREFIX  ?= /usr/local
VERSION := 0.1.0

PACKAGES := harfbuzz harfbuzz-subset freetype2 libpng libdeflate
CPPFLAGS += -Ipublisher -D_GNU_SOURCE -DHONGTOU_VERSION='"$(VERSION)"' -DHONGTOU_ROOT='"$(CURDIR)"' $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
CFLAGS   ?= -O2 -g
CFLAGS   += -std=c11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -fno-math-errno
LDLIBS   += -lhpdf $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -liniparser -lcsv -lm

ROOMS   := base read model style font text page layout emit
SOURCES := $(foreach room,$(ROOMS),$(wildcard publisher/$(room)/*.c))
TOP     := $(wildcard publisher/*.c)
OBJECTS := $(SOURCES:publisher/%.c=$(BUILD)/%.o)
PROGRAM := $(BUILD)/hongtou

all: $(PROGRAM)

$(PROGRAM): $(OBJECTS) $(TOP:publisher/%.c=$(BUILD)/%.o)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: publisher/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d) $(TOP:publisher/%.c=$(BUILD)/%.d)

.PHONY: all
