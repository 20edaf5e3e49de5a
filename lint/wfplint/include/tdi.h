#ifndef WFPLINT_TDI_H
#define WFPLINT_TDI_H
#include "ntddk.h"
#define TDI_ADDRESS_TYPE_IP 2
#define TDI_ADDRESS_TYPE_IP6 23
typedef struct _TA_ADDRESS { USHORT AddressLength, AddressType; UCHAR Address[1]; } TA_ADDRESS, *PTA_ADDRESS;
typedef struct _TRANSPORT_ADDRESS { LONG TAAddressCount; TA_ADDRESS Address[1]; } TRANSPORT_ADDRESS, *PTRANSPORT_ADDRESS;
typedef struct _TDI_ADDRESS_IP { USHORT sin_port; ULONG in_addr; UCHAR sin_zero[8]; } TDI_ADDRESS_IP, *PTDI_ADDRESS_IP;
#endif
