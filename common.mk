# SPDX-License-Identifier: LGPL-2.1-or-later
# What every folder's Makefile.am shares. CFLAGS belong to whoever builds.

NULL =
AM_CPPFLAGS = \
	-D_GNU_SOURCE \
	-I$(top_builddir) \
	-I$(top_srcdir) \
	-I$(top_srcdir)/include \
	-DDATADIR=\"$(datadir)\" \
	-DSYSCONFDIR=\"$(sysconfdir)\" \
	-DRUNSTATEDIR=\"$(runstatedir)\" \
	-DLOCALSTATEDIR=\"$(localstatedir)\" \
	$(TIRPC_CFLAGS) \
	$(PCH_CPPFLAGS) \
	$(NULL)
AM_CFLAGS = \
	-std=gnu11 \
	-fPIC \
	-fvisibility=hidden \
	-pthread \
	$(WARN_CFLAGS) \
	$(SANITIZER_FLAGS) \
	$(FUZZ_CFLAGS) \
	$(NULL)
AM_LDFLAGS = \
	-pthread \
	$(SANITIZER_FLAGS) \
	$(FUZZ_CFLAGS) \
	$(NULL)

# A room is an archive that is compiled once, for shared libraries too. Archives know nothing of what
# they need: these do, from the top down to the system's libraries.
COMMON_LIBS = $(top_builddir)/common/libcommon.a
EVENT_LIBS = $(top_builddir)/event/libevent-loop.a $(COMMON_LIBS)
PROTOCOL_LIBS = $(top_builddir)/protocol/libprotocol.a $(COMMON_LIBS) $(TIRPC_LIBS)
RPC_LIBS = $(top_builddir)/rpc/librpc.a $(PROTOCOL_LIBS) $(SASL_LIBS)
DRIVERS_LIBS = \
	$(top_builddir)/drivers/libdrivers.a \
	$(top_builddir)/event/libevent-loop.a \
	$(RPC_LIBS) \
	$(XML_LIBS) \
	$(JSON_LIBS) \
	$(NULL)
DAEMON_NEEDS = $(DRIVERS_LIBS) $(SYSTEMD_LIBS)
DAEMON_LIBS = $(top_builddir)/daemon/libdaemon.a $(DAEMON_NEEDS)
API_NEEDS = $(DRIVERS_LIBS)
API_LIBS = $(top_builddir)/client/libapi.a $(API_NEEDS)

# A shared library holds its rooms whole. Only the linker hears of them, in this order: libtool would
# take the objects out of the archives, and write into the .la what nobody has installed.
COMMA = ,
WHOLE = -Wl,--whole-archive $(patsubst %,-Wl$(COMMA)%,$(filter %.a,$(1))) -Wl,--no-whole-archive \
	$(patsubst -l%,-Wl$(COMMA)-l%,$(filter-out %.a,$(1)))

# What the files of every room need before they are compiled, and a room's archives without more.
.PHONY: built archives
built: $(BUILT_SOURCES)
archives: $(noinst_LIBRARIES)

# A file that has left a room leaves its archive, too.
$(noinst_LIBRARIES): Makefile

# ROOM is what a folder's archive or program is made of, and MADE what of it is generated: objects APART,
# or after configure --enable-unity a unit for each folder, in which the compiler reads headers once.
if UNITY
ROOM_C = $(filter %.c,$(ROOM) $(MADE))
ROOM_UNITS = $(addsuffix unit.o,$(sort $(dir $(ROOM_C))))
APART =
MADE_APART =
-include $(top_srcdir)/unity.mk
else
ROOM_UNITS =
APART = $(ROOM)
MADE_APART = $(MADE)
endif
