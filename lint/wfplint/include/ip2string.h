#ifndef WFPLINT_IP2STRING_H
#define WFPLINT_IP2STRING_H
#include "ntdef.h"
#include "inaddr.h"
#include "in6addr.h"
EXTERN_C_START
PSTR RtlIpv4AddressToStringA(const IN_ADDR *Addr, PSTR S), RtlIpv6AddressToStringA(const IN6_ADDR *Addr, PSTR S),
    RtlEthernetAddressToStringA(const VOID *Addr, PSTR S);
PWSTR RtlIpv4AddressToStringW(const IN_ADDR *Addr, PWSTR S), RtlIpv6AddressToStringW(const IN6_ADDR *Addr, PWSTR S),
    RtlEthernetAddressToStringW(const VOID *Addr, PWSTR S);
NTSTATUS RtlIpv4AddressToStringExW(const IN_ADDR *Address, USHORT Port, PWSTR AddressString, PULONG AddressStringLength),
    RtlIpv6AddressToStringExW(const IN6_ADDR *Address, ULONG ScopeId, USHORT Port, PWSTR AddressString, PULONG AddressStringLength),
    RtlIpv4AddressToStringExA(const IN_ADDR *Address, USHORT Port, PSTR AddressString, PULONG AddressStringLength),
    RtlIpv6AddressToStringExA(const IN6_ADDR *Address, ULONG ScopeId, USHORT Port, PSTR AddressString, PULONG AddressStringLength);
NTSTATUS RtlIpv4StringToAddressA(PCSTR S, BOOLEAN Strict, PCSTR *Terminator, IN_ADDR *Addr),
    RtlIpv4StringToAddressW(PCWSTR S, BOOLEAN Strict, PCWSTR *Terminator, IN_ADDR *Addr),
    RtlIpv6StringToAddressA(PCSTR S, PCSTR *Terminator, IN6_ADDR *Addr),
    RtlIpv6StringToAddressW(PCWSTR S, PCWSTR *Terminator, IN6_ADDR *Addr),
    RtlIpv4StringToAddressExW(PCWSTR S, BOOLEAN Strict, IN_ADDR *Address, PUSHORT Port),
    RtlIpv6StringToAddressExW(PCWSTR S, IN6_ADDR *Address, PULONG ScopeId, PUSHORT Port),
    RtlEthernetStringToAddressW(PCWSTR S, PCWSTR *Terminator, VOID *Addr);
EXTERN_C_END
#endif
