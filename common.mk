# SPDX-License-Identifier: LGPL-2.1-or-later
# What every folder's Makefile.am shares. CFLAGS belong to whoever builds.

NULL =
AM_CPPFLAGS = \
	-D_GNU_SOURCE \
	-I$(top_builddir) \
	-I$(top_srcdir) \
	-I$(top_srcdir)/include \
	-DSYSCONFDIR=\"$(sysconfdir)\" \
	-DRUNSTATEDIR=\"$(runstatedir)\" \
	-DLOCALSTATEDIR=\"$(localstatedir)\" \
	$(TIRPC_CFLAGS) \
	$(NULL)
AM_CFLAGS = \
	-std=gnu11 \
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
