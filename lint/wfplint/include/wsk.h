#ifndef WFPLINT_WSK_H
#define WFPLINT_WSK_H
#include "ntddk.h"
#include "ws2ipdef.h"
EXTERN_C_START
typedef PVOID PWSK_CLIENT;
typedef struct _WSK_SOCKET { const VOID *Dispatch; WFPLINT_MEMBERS(_WSK_SOCKET) } WSK_SOCKET, *PWSK_SOCKET;
typedef struct _WSK_BUF { PMDL Mdl; ULONG Offset; SIZE_T Length; WFPLINT_MEMBERS(_WSK_BUF) } WSK_BUF, *PWSK_BUF;
typedef struct _WSK_CLIENT_DISPATCH { USHORT Version, Reserved; PVOID WskClientEvent; WFPLINT_MEMBERS(_WSK_CLIENT_DISPATCH) } WSK_CLIENT_DISPATCH, *PWSK_CLIENT_DISPATCH;
typedef struct _WSK_CLIENT_NPI { PVOID ClientContext; const WSK_CLIENT_DISPATCH *Dispatch; } WSK_CLIENT_NPI, *PWSK_CLIENT_NPI;
typedef struct _WSK_REGISTRATION { PVOID Reserved[6]; } WSK_REGISTRATION, *PWSK_REGISTRATION;
typedef struct _WSK_PROVIDER_DISPATCH {
  USHORT Version, Reserved;
  NTSTATUS (*WskSocket)(PWSK_CLIENT Client, ADDRESS_FAMILY AddressFamily, USHORT SocketType, ULONG Protocol, ULONG Flags, PVOID SocketContext, const VOID *Dispatch, PEPROCESS OwningProcess, PETHREAD OwningThread, PSECURITY_DESCRIPTOR SecurityDescriptor, PIRP Irp);
  NTSTATUS (*WskSocketConnect)(PWSK_CLIENT Client, USHORT SocketType, ULONG Protocol, PSOCKADDR LocalAddress, PSOCKADDR RemoteAddress, ULONG Flags, PVOID SocketContext, const VOID *Dispatch, PEPROCESS OwningProcess, PETHREAD OwningThread, PSECURITY_DESCRIPTOR SecurityDescriptor, PIRP Irp);
  NTSTATUS (*WskControlClient)(PWSK_CLIENT Client, ULONG ControlCode, SIZE_T InputSize, PVOID InputBuffer, SIZE_T OutputSize, PVOID OutputBuffer, SIZE_T *OutputSizeReturned, PIRP Irp);
  WFPLINT_MEMBERS(_WSK_PROVIDER_DISPATCH)
} WSK_PROVIDER_DISPATCH, *PWSK_PROVIDER_DISPATCH;
typedef struct _WSK_PROVIDER_NPI { PWSK_CLIENT Client; const WSK_PROVIDER_DISPATCH *Dispatch; } WSK_PROVIDER_NPI, *PWSK_PROVIDER_NPI;
#define MAKE_WSK_VERSION(major, minor) ((USHORT)(((major) << 8) | ((minor)&0xff)))
#define WSK_INFINITE_WAIT 0xffffffff
#define WSK_NO_WAIT 0
#define WSK_FLAG_BASIC_SOCKET 0
#define WSK_FLAG_CONNECTION_SOCKET 4
#define WSK_FLAG_DATAGRAM_SOCKET 2
NTSTATUS WskRegister(PWSK_CLIENT_NPI WskClientNpi, PWSK_REGISTRATION WskRegistration),
    WskCaptureProviderNPI(PWSK_REGISTRATION WskRegistration, ULONG WaitTimeout, PWSK_PROVIDER_NPI WskProviderNpi);
VOID WskDeregister(PWSK_REGISTRATION WskRegistration), WskReleaseProviderNPI(PWSK_REGISTRATION WskRegistration);
EXTERN_C_END
#endif
