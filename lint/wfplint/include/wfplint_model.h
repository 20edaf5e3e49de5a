/* Base of the model headers: the host, the hooks, the marks a checker reads. See README.md. */
#ifndef WFPLINT_MODEL_H
#define WFPLINT_MODEL_H

/* A structure ends in WFPLINT_MEMBERS(its tag). To add members to `struct _IRP`, define before the first
   include: WFPLINT_HOOKS, and WFPLINT_MEMBERS__IRP as a comma followed by the member declarations. */
#ifdef WFPLINT_HOOKS
#define WFPLINT_REST(first, ...) __VA_ARGS__
#define WFPLINT_EXPAND(...) WFPLINT_REST(__VA_ARGS__)
#define WFPLINT_MEMBERS(tag) WFPLINT_EXPAND(WFPLINT_MEMBERS_##tag)
#else
#define WFPLINT_MEMBERS(tag)
#endif

/* A compiler that is not one for Windows (the simulator's) gets the Microsoft keywords as macros. */
#ifndef _WIN32
#ifndef __int64
#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#endif
#define __cdecl
#define __stdcall
#define __fastcall
#define __vectorcall
#define __declspec(what)
#define __forceinline inline __attribute__((always_inline))
#define __unaligned
#define __assume(what) ((void)0)
#define __debugbreak() __builtin_trap()
#define __noop(...) ((void)0)
#define __try if (1)
#define __except(filter) else if (((void)(filter), 0))
#define __finally
#define __leave break
#define WFPLINT_LONG int
#else
#define WFPLINT_LONG long
#endif
#ifndef __w64
#define __w64
#endif
#define __ptr32
#define __restrict_

#ifdef __cplusplus
#define EXTERN_C extern "C"
#define EXTERN_C_START extern "C" {
#define EXTERN_C_END }
#else
#define EXTERN_C extern
#define EXTERN_C_START
#define EXTERN_C_END
#endif

#define FIELD_OFFSET(type, field) ((WFPLINT_LONG)__builtin_offsetof(type, field))
#define UFIELD_OFFSET(type, field) ((unsigned WFPLINT_LONG)__builtin_offsetof(type, field))
#define RTL_FIELD_SIZE(type, field) (sizeof(((type *)0)->field))
#define RTL_SIZEOF_THROUGH_FIELD(type, field) (FIELD_OFFSET(type, field) + RTL_FIELD_SIZE(type, field))
#define RTL_CONTAINS_FIELD(address, size, field) \
  ((((char *)(&(address)->field)) + sizeof((address)->field)) <= (((char *)(address)) + (size)))
#define RTL_NUMBER_OF(array) (sizeof(array) / sizeof((array)[0]))
#define RTL_NUMBER_OF_V1 RTL_NUMBER_OF
#define RTL_NUMBER_OF_V2 RTL_NUMBER_OF
#define ARRAYSIZE RTL_NUMBER_OF
#define _ARRAYSIZE RTL_NUMBER_OF
#define RTL_NUMBER_OF_FIELD(type, field) RTL_NUMBER_OF(((type *)0)->field)
#ifdef __WFPLINT__
EXTERN_C void *__wfplint_containing_record(void *address, void *member);
#define CONTAINING_RECORD(address, type, field) \
  ((type *)__wfplint_containing_record((void *)(address), (void *)&((type *)0)->field))
#else
#define CONTAINING_RECORD(address, type, field) ((type *)((char *)(address) - __builtin_offsetof(type, field)))
#endif

/* An enumeration whose constants are flags of an unsigned field. */
#ifdef __cplusplus
#define DEFINE_ENUM_FLAG_OPERATORS(type) \
  extern "C++" { \
  inline type operator|(type a, type b) { return (type)((unsigned)a | (unsigned)b); } \
  inline type operator&(type a, type b) { return (type)((unsigned)a & (unsigned)b); } \
  inline type operator^(type a, type b) { return (type)((unsigned)a ^ (unsigned)b); } \
  inline type operator~(type a) { return (type)~(unsigned)a; } \
  inline type &operator|=(type &a, type b) { return a = a | b; } \
  inline type &operator&=(type &a, type b) { return a = a & b; } \
  inline type &operator^=(type &a, type b) { return a = a ^ b; } \
  }
#else
#define DEFINE_ENUM_FLAG_OPERATORS(type)
#endif

#endif
