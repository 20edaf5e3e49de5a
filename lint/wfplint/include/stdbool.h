#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<stdbool.h>)
#define WFPLINT_HOST_STDBOOL_H
#endif
#endif
#ifdef WFPLINT_HOST_STDBOOL_H
#include_next <stdbool.h>
#elif !defined(WFPLINT_STDBOOL_H)
#define WFPLINT_STDBOOL_H
#ifndef __cplusplus
#define bool _Bool
#define true 1
#define false 0
#endif
#define __bool_true_false_are_defined 1
#endif
