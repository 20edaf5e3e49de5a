#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<errno.h>)
#define WFPLINT_HOST_ERRNO_H
#endif
#endif
#ifdef WFPLINT_HOST_ERRNO_H
#include_next <errno.h>
#elif !defined(WFPLINT_ERRNO_H)
#define WFPLINT_ERRNO_H
#define EINVAL 22
#define ENOMEM 12
#endif
