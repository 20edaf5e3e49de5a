#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<assert.h>)
#define WFPLINT_HOST_ASSERT_H
#endif
#endif
#ifdef WFPLINT_HOST_ASSERT_H
#include_next <assert.h>
#elif !defined(WFPLINT_ASSERT_H)
#define WFPLINT_ASSERT_H
#define assert(condition) ((void)(condition))
#ifndef __cplusplus
#define static_assert _Static_assert
#endif
#endif
