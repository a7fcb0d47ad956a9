/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What every other header builds on: the API's version, typed parameters, close reasons.
 */
#ifndef LIBVIRT_COMMON_H
#define LIBVIRT_COMMON_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Marks a function that a newer one replaces. */
#ifndef VIR_DEPRECATED
#if defined(__GNUC__)
#define VIR_DEPRECATED __attribute__((__deprecated__))
#else
#define VIR_DEPRECATED
#endif
#endif

#define VIR_EXPORT_VAR extern

/*
 * The version of the libvirt API that these headers follow: major * 1,000,000 + minor * 1,000 +
 * micro. virGetVersion gives the one of the library that the program runs with.
 */
#define LIBVIR_VERSION_NUMBER 12005000

/* True when the headers follow that version of the API or a later one. Since 1.2.9. */
#define LIBVIR_CHECK_VERSION(major, minor, micro) \
    ((major)*1000000 + (minor)*1000 + (micro) <= LIBVIR_VERSION_NUMBER)

typedef void (*virFreeCallback)(void *opaque);

typedef enum {
    VIR_CONNECT_CLOSE_REASON_ERROR = 0,
    VIR_CONNECT_CLOSE_REASON_EOF = 1,
    VIR_CONNECT_CLOSE_REASON_KEEPALIVE = 2,
    VIR_CONNECT_CLOSE_REASON_CLIENT = 3,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_CLOSE_REASON_LAST = 4,
#endif
} virConnectCloseReason;

/*
 * Typed parameters: an array of named values, used where the set of values is open. Names are the
 * macros beside the functions that take them, the types are fixed for each name.
 */
typedef enum {
    VIR_TYPED_PARAM_INT = 1,
    VIR_TYPED_PARAM_UINT = 2,
    VIR_TYPED_PARAM_LLONG = 3,
    VIR_TYPED_PARAM_ULLONG = 4,
    VIR_TYPED_PARAM_DOUBLE = 5,
    VIR_TYPED_PARAM_BOOLEAN = 6,
    VIR_TYPED_PARAM_STRING = 7, /* since 0.9.8 */
#ifdef VIR_ENUM_SENTINELS
    VIR_TYPED_PARAM_LAST = 8,
#endif
} virTypedParameterType;

typedef enum {
    VIR_TYPED_PARAM_STRING_OKAY = 1 << 2,
} virTypedParameterFlags;

#define VIR_TYPED_PARAM_FIELD_LENGTH 80

typedef struct _virTypedParameter virTypedParameter;
typedef virTypedParameter *virTypedParameterPtr;
struct _virTypedParameter {
    char field[VIR_TYPED_PARAM_FIELD_LENGTH];
    int type;
    union {
        int i;                     /* VIR_TYPED_PARAM_INT */
        unsigned int ui;           /* VIR_TYPED_PARAM_UINT */
        long long int l;           /* VIR_TYPED_PARAM_LLONG */
        unsigned long long int ul; /* VIR_TYPED_PARAM_ULLONG */
        double d;                  /* VIR_TYPED_PARAM_DOUBLE */
        char b;                    /* VIR_TYPED_PARAM_BOOLEAN: 0 or 1 */
        char *s;                   /* VIR_TYPED_PARAM_STRING: owned by the parameter */
    } value;
};

/* Reading: find a parameter by name. */
virTypedParameterPtr virTypedParamsGet(virTypedParameterPtr params, int nparams, const char *name);

int virTypedParamsGetInt(virTypedParameterPtr params, int nparams, const char *name, int *value);

int virTypedParamsGetUInt(virTypedParameterPtr params, int nparams, const char *name,
                          unsigned int *value);

int virTypedParamsGetLLong(virTypedParameterPtr params, int nparams, const char *name,
                           long long *value);

int virTypedParamsGetULLong(virTypedParameterPtr params, int nparams, const char *name,
                            unsigned long long *value);

int virTypedParamsGetDouble(virTypedParameterPtr params, int nparams, const char *name,
                            double *value);

int virTypedParamsGetBoolean(virTypedParameterPtr params, int nparams, const char *name,
                             int *value);

int virTypedParamsGetString(virTypedParameterPtr params, int nparams, const char *name,
                            const char **value);

/* Building: append a parameter to an array that grows. */
int virTypedParamsAddInt(virTypedParameterPtr *params, int *nparams, int *maxparams,
                         const char *name, int value);

int virTypedParamsAddUInt(virTypedParameterPtr *params, int *nparams, int *maxparams,
                          const char *name, unsigned int value);

int virTypedParamsAddLLong(virTypedParameterPtr *params, int *nparams, int *maxparams,
                           const char *name, long long value);

int virTypedParamsAddULLong(virTypedParameterPtr *params, int *nparams, int *maxparams,
                            const char *name, unsigned long long value);

int virTypedParamsAddDouble(virTypedParameterPtr *params, int *nparams, int *maxparams,
                            const char *name, double value);

int virTypedParamsAddBoolean(virTypedParameterPtr *params, int *nparams, int *maxparams,
                             const char *name, int value);

int virTypedParamsAddString(virTypedParameterPtr *params, int *nparams, int *maxparams,
                            const char *name, const char *value);

int virTypedParamsAddStringList(virTypedParameterPtr *params, int *nparams, int *maxparams,
                                const char *name, const char **values);

int virTypedParamsAddFromString(virTypedParameterPtr *params, int *nparams, int *maxparams,
                                const char *name, int type, const char *value);

/* Ending. */
void virTypedParamsClear(virTypedParameterPtr params, int nparams);

void virTypedParamsFree(virTypedParameterPtr params, int nparams);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_COMMON_H */
