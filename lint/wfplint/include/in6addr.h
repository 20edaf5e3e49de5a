#ifndef WFPLINT_IN6ADDR_H
#define WFPLINT_IN6ADDR_H
#include "ntdef.h"
typedef struct in6_addr {
  union { UCHAR Byte[16]; USHORT Word[8]; } u;
  WFPLINT_MEMBERS(in6_addr)
} IN6_ADDR, *PIN6_ADDR, *LPIN6_ADDR;
#define in_addr6 in6_addr
#define s6_bytes u.Byte
#define s6_words u.Word
#define s6_addr u.Byte
#endif
