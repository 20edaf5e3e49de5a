#ifndef WFPLINT_WINSOCK2_H
#define WFPLINT_WINSOCK2_H
#include "ws2def.h"
#include "inaddr.h"
#ifdef _WIN32
EXTERN_C_START
USHORT htons(USHORT Value), ntohs(USHORT Value);
ULONG htonl(ULONG Value), ntohl(ULONG Value);
EXTERN_C_END
#endif
#endif
