/*
 * What the driver and the verdict service say to each other. Shared by kernel and user mode.
 */
#pragma once

#define VERDICT_DEVICE_NAME L"\\Device\\WfpVerdict"
#define VERDICT_LINK_NAME   L"\\DosDevices\\WfpVerdict"
#define VERDICT_WIN32_NAME  L"\\\\.\\WfpVerdict"

/* Waits until a connection needs a verdict; output VERDICT_REQUEST. */
#define IOCTL_VERDICT_GET_REQUEST CTL_CODE(FILE_DEVICE_NETWORK, 0x800, METHOD_BUFFERED, FILE_READ_DATA)
/* Answers a request; input VERDICT_ANSWER. */
#define IOCTL_VERDICT_ANSWER      CTL_CODE(FILE_DEVICE_NETWORK, 0x801, METHOD_BUFFERED, FILE_WRITE_DATA)

/* Both ends of a connection, and enough to tell two connections of one endpoint apart. */
typedef struct _CONNECTION {
    UINT8 LocalAddress[16];  /* network order; V4 uses the first four bytes */
    UINT8 RemoteAddress[16];
    UINT16 LocalPort;
    UINT16 RemotePort;
    UINT8 Protocol;
    UINT8 IpVersion; /* 4 or 6 */
    UINT8 Inbound;
    UINT8 Reserved;
} CONNECTION;

typedef struct _VERDICT_REQUEST {
    UINT64 Id;
    CONNECTION Connection;
} VERDICT_REQUEST;

typedef struct _VERDICT_ANSWER {
    UINT64 Id;
    UINT32 Permit; /* 0: block */
    UINT32 Reserved;
} VERDICT_ANSWER;
