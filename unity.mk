# SPDX-License-Identifier: LGPL-2.1-or-later
# How the units of configure --enable-unity are compiled; common.mk says what they are. Only make reads this file,
# not Automake.

UNIT_FILES = $(foreach file,$(ROOM_C),$(if $(filter $(@D)/,$(dir $(file))),$(file)))
UNIT_DEPS = $(patsubst %unit.o,%$(DEPDIR)/unit.Po,$(ROOM_UNITS))

.SECONDEXPANSION:
$(ROOM_UNITS): $$(UNIT_FILES) Makefile
	$(AM_V_CC)printf '#include "$(subdir)/%s"\n#undef LOG_MODULE\n' $(UNIT_FILES) >$(@D)/unit.list && \
	    $(COMPILE) -MT $@ -MD -MP -MF $(@D)/$(DEPDIR)/unit.Po -x c -c -o $@ $(@D)/unit.list

# As Automake does for its objects: the compiler notes what each includes, in the place of a dummy.
am--depfiles: $(UNIT_DEPS)
$(UNIT_DEPS):
	@$(MKDIR_P) $(@D) && echo '# dummy' >$@
-include $(UNIT_DEPS)

# A file each, for guards that ask which file needs which.
FILES = $(ROOM_C:%.c=.files/%.o)
.PHONY: files
files: $(FILES)
$(FILES): PCH_CPPFLAGS =
.files/%.o: %.c
	$(AM_V_CC)$(MKDIR_P) $(@D) && $(COMPILE) -O0 -g0 -w -MT $@ -MD -MP -MF $(@:.o=.Po) -c -o $@ $<
-include $(FILES:.o=.Po)

mostlyclean-am: clean-units
.PHONY: clean-units
clean-units:
	rm -f $(ROOM_UNITS) $(ROOM_UNITS:.o=.list)
	rm -rf .files
