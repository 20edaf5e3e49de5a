/*
 * A verdict service in forty lines: prints each connection and permits those to ports that were named.
 *
 *     verdict 443 53
 */
#include <windows.h>
#include <winioctl.h>
#include <stdio.h>
#include <stdlib.h>

#include "../wfpverdict.h"

static int Permitted(const CONNECTION *Connection, int Count, char **Ports)
{
    int i;

    for (i = 1; i < Count; i++) {
        if (Connection->RemotePort == atoi(Ports[i])) {
            return 1;
        }
    }
    return 0;
}

int main(int Count, char **Ports)
{
    VERDICT_REQUEST request;
    VERDICT_ANSWER answer = {0};
    DWORD size;
    HANDLE device;

    device = CreateFileW(VERDICT_WIN32_NAME, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (device == INVALID_HANDLE_VALUE) {
        fprintf(stderr, "the driver is not there, or another service has it (error %lu)\n", GetLastError());
        return 1;
    }
    while (DeviceIoControl(device, IOCTL_VERDICT_GET_REQUEST, NULL, 0, &request, sizeof(request), &size, NULL)) {
        answer.Id = request.Id;
        answer.Permit = (UINT32)Permitted(&request.Connection, Count, Ports);
        printf("%s IPv%u protocol %u, local port %u, remote port %u: %s\n",
               request.Connection.Inbound ? "inbound" : "outbound", request.Connection.IpVersion,
               request.Connection.Protocol, request.Connection.LocalPort, request.Connection.RemotePort,
               answer.Permit ? "permit" : "block");
        if (!DeviceIoControl(device, IOCTL_VERDICT_ANSWER, &answer, sizeof(answer), NULL, 0, &size, NULL)) {
            break;
        }
    }
    CloseHandle(device);
    return 0;
}
