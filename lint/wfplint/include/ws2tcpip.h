#ifndef WFPLINT_WS2TCPIP_H
#define WFPLINT_WS2TCPIP_H
#include "ws2ipdef.h"
#endif
