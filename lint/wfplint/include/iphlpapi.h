#ifndef WFPLINT_IPHLPAPI_H
#define WFPLINT_IPHLPAPI_H
#include "netioapi.h"
#endif
