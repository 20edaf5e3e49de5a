#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<malloc.h>)
#define WFPLINT_HOST_MALLOC_H
#endif
#endif
#ifdef WFPLINT_HOST_MALLOC_H
#include_next <malloc.h>
#elif !defined(WFPLINT_MALLOC_H)
#define WFPLINT_MALLOC_H
#include "stdlib.h"
#define alloca __builtin_alloca
#define _alloca __builtin_alloca
#endif
