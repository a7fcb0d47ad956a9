/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What libxml2 keeps for a thread is made when the thread first needs it, and it does not survive
 * that there is no memory for that. */
#include "drivers/libxml.h"

#include <pthread.h>

#include <libxml/globals.h>
#include <libxml/parser.h>

#include "common/error.h"

bool libxml_ready(void)
{
#if LIBXML_VERSION < 21200
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    /* Without it, threads that need libxml2 first at the same time race. */
    pthread_once(&once, xmlInitParser);
    return xmlGetGlobalState() != NULL;
#else
    return true;
#endif
}

void libxml_note_lost(void)
{
    const xmlError *e = xmlGetLastError();

    if (!e || e->code != XML_ERR_NO_MEMORY)
        return;
    error_note_lost();
    xmlResetLastError();
}
