#ifndef WFPLINT_EXCPT_H
#define WFPLINT_EXCPT_H
#define EXCEPTION_EXECUTE_HANDLER 1
#define EXCEPTION_CONTINUE_SEARCH 0
#define EXCEPTION_CONTINUE_EXECUTION (-1)
#ifndef __cplusplus
#define try __try
#define except __except
#define finally __finally
#define leave __leave
#endif
#ifdef __cplusplus
extern "C" {
#endif
#ifndef _WIN32
int GetExceptionCode(void);
void *GetExceptionInformation(void);
#else
#define GetExceptionCode _exception_code
#define GetExceptionInformation (struct _EXCEPTION_POINTERS *)_exception_info
#define AbnormalTermination _abnormal_termination
unsigned long _exception_code(void);
void *_exception_info(void);
int _abnormal_termination(void);
#endif
#ifdef __cplusplus
}
#endif
#endif
