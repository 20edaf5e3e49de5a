#ifndef WFPLINT_NTRXDEF_H
#define WFPLINT_NTRXDEF_H
#include "ntdef.h"
#include "ntimage.h"
#ifdef __cplusplus
typedef INT_PTR (*FARPROC)(...);
#else
typedef INT_PTR (*FARPROC)();
#endif
#endif
