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

/* Frees what a program gave along with a callback. Since 0.5.0. */
typedef void (*virFreeCallback)(void *opaque);

/* Why a connection broke (virConnectCloseFunc). Since 0.10.0. */
typedef enum {
    VIR_CONNECT_CLOSE_REASON_ERROR = 0,     /* any other error */
    VIR_CONNECT_CLOSE_REASON_EOF = 1,       /* the daemon closed it */
    VIR_CONNECT_CLOSE_REASON_KEEPALIVE = 2, /* pings were not answered */
    VIR_CONNECT_CLOSE_REASON_CLIENT = 3,    /* the program asked for it */
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_CLOSE_REASON_LAST = 4,
#endif
} virConnectCloseReason;

/*
 * Typed parameters: an array of named values, used where the set of values is open. Names are the
 * macros beside the functions that take them, the types are fixed for each name.
 */
/* The type of a parameter: which member of its value is used. Since 0.9.2. */
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

/* Flags of the functions that return typed parameters. Since 0.9.8. */
typedef enum {
    /* the caller can free strings; set by the library itself */
    VIR_TYPED_PARAM_STRING_OKAY = 1 << 2,
} virTypedParameterFlags;

/* Bytes of a parameter's name, with the final zero. */
#define VIR_TYPED_PARAM_FIELD_LENGTH 80

/* A named value; its type says which member of the union holds it. */
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

/* ---- reading: find a parameter by name ---- */

/*
 * Finds the first parameter called name in the nparams of params. Gives a pointer into the array,
 * valid as long as the array, or NULL when there is none (not an error) or when params or name is
 * NULL.
 *
 * Since 1.0.2.
 */
virTypedParameterPtr virTypedParamsGet(virTypedParameterPtr params, int nparams, const char *name);

/*
 * Reads the parameter name of type VIR_TYPED_PARAM_INT into *value, which may be NULL to ask only
 * whether it is there.
 *
 * Returns 1 when found, 0 when absent (*value is untouched), -1 with VIR_ERR_INVALID_ARG when it
 * has another type.
 *
 * Since 1.0.2.
 */
int virTypedParamsGetInt(virTypedParameterPtr params, int nparams, const char *name, int *value);

/*
 * Like virTypedParamsGetInt for VIR_TYPED_PARAM_UINT.
 *
 * Since 1.0.2.
 */
int virTypedParamsGetUInt(virTypedParameterPtr params, int nparams, const char *name,
                          unsigned int *value);

/*
 * Like virTypedParamsGetInt for VIR_TYPED_PARAM_LLONG.
 *
 * Since 1.0.2.
 */
int virTypedParamsGetLLong(virTypedParameterPtr params, int nparams, const char *name,
                           long long *value);

/*
 * Like virTypedParamsGetInt for VIR_TYPED_PARAM_ULLONG.
 *
 * Since 1.0.2.
 */
int virTypedParamsGetULLong(virTypedParameterPtr params, int nparams, const char *name,
                            unsigned long long *value);

/*
 * Like virTypedParamsGetInt for VIR_TYPED_PARAM_DOUBLE.
 *
 * Since 1.0.2.
 */
int virTypedParamsGetDouble(virTypedParameterPtr params, int nparams, const char *name,
                            double *value);

/*
 * Like virTypedParamsGetInt for VIR_TYPED_PARAM_BOOLEAN; *value becomes 0 or 1.
 *
 * Since 1.0.2.
 */
int virTypedParamsGetBoolean(virTypedParameterPtr params, int nparams, const char *name,
                             int *value);

/*
 * Like virTypedParamsGetInt for VIR_TYPED_PARAM_STRING. *value points into the array: it lives as
 * long as the array and must not be freed.
 *
 * Since 1.0.2.
 */
int virTypedParamsGetString(virTypedParameterPtr params, int nparams, const char *name,
                            const char **value);

/* ---- building: append a parameter to an array that grows ---- */

/*
 * Appends a parameter called name, of type VIR_TYPED_PARAM_INT, to an array that grows.
 *
 * *params, *nparams, *maxparams are the array, how many it holds and how many it has room for.
 * Start with NULL, 0, 0; the function reallocates and counts. An earlier parameter of the same
 * name stays. The array belongs to the caller, who ends it with virTypedParamsFree.
 *
 * Returns 0, or -1 with the array as it was: VIR_ERR_INVALID_ARG when name does not fit
 * VIR_TYPED_PARAM_FIELD_LENGTH bytes.
 *
 * Since 1.0.2.
 */
int virTypedParamsAddInt(virTypedParameterPtr *params, int *nparams, int *maxparams,
                         const char *name, int value);

/*
 * Like virTypedParamsAddInt for VIR_TYPED_PARAM_UINT.
 *
 * Since 1.0.2.
 */
int virTypedParamsAddUInt(virTypedParameterPtr *params, int *nparams, int *maxparams,
                          const char *name, unsigned int value);

/*
 * Like virTypedParamsAddInt for VIR_TYPED_PARAM_LLONG.
 *
 * Since 1.0.2.
 */
int virTypedParamsAddLLong(virTypedParameterPtr *params, int *nparams, int *maxparams,
                           const char *name, long long value);

/*
 * Like virTypedParamsAddInt for VIR_TYPED_PARAM_ULLONG.
 *
 * Since 1.0.2.
 */
int virTypedParamsAddULLong(virTypedParameterPtr *params, int *nparams, int *maxparams,
                            const char *name, unsigned long long value);

/*
 * Like virTypedParamsAddInt for VIR_TYPED_PARAM_DOUBLE.
 *
 * Since 1.0.2.
 */
int virTypedParamsAddDouble(virTypedParameterPtr *params, int *nparams, int *maxparams,
                            const char *name, double value);

/*
 * Like virTypedParamsAddInt for VIR_TYPED_PARAM_BOOLEAN: any value but 0 is stored as 1.
 *
 * Since 1.0.2.
 */
int virTypedParamsAddBoolean(virTypedParameterPtr *params, int *nparams, int *maxparams,
                             const char *name, int value);

/*
 * Like virTypedParamsAddInt for VIR_TYPED_PARAM_STRING. The array gets a copy of value.
 *
 * Since 1.0.2.
 */
int virTypedParamsAddString(virTypedParameterPtr *params, int *nparams, int *maxparams,
                            const char *name, const char *value);

/*
 * Appends a string parameter called name for each string of the NULL-terminated list values, in
 * their order. A NULL list adds nothing. On failure what was added before the failing string
 * stays.
 *
 * Since 1.2.17.
 */
int virTypedParamsAddStringList(virTypedParameterPtr *params, int *nparams, int *maxparams,
                                const char *name, const char **values);

/*
 * Like virTypedParamsAddInt, but the type is given as a number of virTypedParameterType and the
 * value as text, which is converted. A text that is no value of that type fails with
 * VIR_ERR_INVALID_ARG.
 *
 * Since 1.0.2.
 */
int virTypedParamsAddFromString(virTypedParameterPtr *params, int *nparams, int *maxparams,
                                const char *name, int type, const char *value);

/* ---- ending ---- */

/*
 * Frees the strings in the nparams parameters of params, not the array itself. For arrays on the
 * stack.
 *
 * Since 1.0.2.
 */
void virTypedParamsClear(virTypedParameterPtr params, int nparams);

/*
 * Frees the array params and the strings in its nparams parameters. NULL is fine.
 *
 * Since 1.0.2.
 */
void virTypedParamsFree(virTypedParameterPtr params, int nparams);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_COMMON_H */
