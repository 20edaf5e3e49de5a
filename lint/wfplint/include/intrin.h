#ifndef WFPLINT_INTRIN_H
#define WFPLINT_INTRIN_H
#include "stddef.h"
#ifdef __cplusplus
extern "C" {
#endif
#ifdef _WIN32
unsigned char _BitScanForward(unsigned long *index, unsigned long mask),
    _BitScanReverse(unsigned long *index, unsigned long mask),
    _BitScanForward64(unsigned long *index, unsigned long long mask),
    _BitScanReverse64(unsigned long *index, unsigned long long mask);
void __cpuid(int info[4], int function), __cpuidex(int info[4], int function, int sub), _mm_pause(void),
    _ReadWriteBarrier(void), _ReadBarrier(void), _WriteBarrier(void), __nop(void),
    __stosb(unsigned char *to, unsigned char byte, size_t size),
    __movsb(unsigned char *to, const unsigned char *from, size_t size), __int2c(void), __fastfail(unsigned int code),
    _disable(void), _enable(void);
unsigned long long __rdtsc(void), __readmsr(unsigned long number), __readcr8(void),
    __readgsqword(unsigned long offset), __umulh(unsigned long long a, unsigned long long b);
void *_ReturnAddress(void), *_AddressOfReturnAddress(void);
#endif
#ifdef __cplusplus
}
#endif
#endif
